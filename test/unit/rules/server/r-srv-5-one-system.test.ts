import { osRelease } from '../../../../src/probes/system/os-release.js';
import { oneSystem } from '../../../../src/rules/server/r-srv-5-one-system.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { printedRelease } from '../system-prints.js';

const spec = publicCluster();
const all = [managerId, node1Id, node2Id];
const observed = publicCluster((edited) => {
  edited.observedHosts = all;
});

/** Every host runs this, unless said otherwise. */
function running(id: string, version: string): HostFacts {
  const facts = new HostFacts();
  for (const hostId of all) facts.answer(hostId, osRelease(), printedRelease(id, version));
  return facts;
}

const ofNode2 = { subject: `Host ${node2Id}`, severity: 'ERROR', field: ['members', '2'], remedy: 'declare' } as const;

describe('R-SRV-5', () => {
  it('is met by one supported system everywhere', () => {
    expectMet(oneSystem, { spec, facts: running('debian', '12') });
  });

  it('is met by kin of RHEL that are only looked at, whose minor versions differ', () => {
    const facts = running('almalinux', '9.4').answer(node2Id, osRelease(), printedRelease('rocky', '9.5'));
    expectMet(oneSystem, { spec: observed, facts });
  });

  it('is violated by another version, and by another family', () => {
    const newer = running('debian', '12').answer(node2Id, osRelease(), printedRelease('debian', '13'));
    expectViolated(oneSystem, { spec, facts: newer }, [
      { ...ofNode2, code: 'OTHER_SYSTEM', message: 'node2 runs debian 13 and manager runs debian 12' },
    ]);
    const other = running('almalinux', '9').answer(node2Id, osRelease(), printedRelease('debian', '12'));
    expectViolated(oneSystem, { spec: observed, facts: other }, [
      { ...ofNode2, code: 'OTHER_SYSTEM', message: 'node2 runs debian 12 and manager runs almalinux 9' },
    ]);
  });

  it('is violated by another release of Ubuntu of the same year, which is another system and not supported', () => {
    expectMet(oneSystem, { spec, facts: running('ubuntu', '24.04') });
    const newer = running('ubuntu', '24.04').answer(node2Id, osRelease(), printedRelease('ubuntu', '24.10'));
    expectViolated(oneSystem, { spec, facts: newer }, [
      { ...ofNode2, code: 'OTHER_SYSTEM', message: 'node2 runs ubuntu 24.10 and manager runs ubuntu 24.04' },
      {
        ...{ ...ofNode2, code: 'VERSION_NOT_SUPPORTED' },
        message: 'node2 runs ubuntu 24.10; supported are its versions 22.04, 24.04',
      },
    ]);
  });

  it('is violated by a version that is not supported', () => {
    const facts = running('debian', '12').answer(node2Id, osRelease(), printedRelease('debian', '10'));
    expectViolated(oneSystem, { spec, facts }, [
      { ...ofNode2, code: 'OTHER_SYSTEM', message: 'family and version must be the same' },
      { ...ofNode2, code: 'VERSION_NOT_SUPPORTED', message: 'node2 runs debian 10; supported are its versions 12, 13' },
    ]);
  });

  it('is violated by kin of RHEL that would have to be set up', () => {
    const facts = running('almalinux', '9.4');
    expectViolated(
      oneSystem,
      { spec, facts },
      all.map((hostId, index) => ({
        ...{ subject: `Host ${hostId}`, code: 'ONLY_OBSERVED', severity: 'ERROR', remedy: 'declare' },
        ...{ field: ['members', String(index)], message: 'it can be looked at and not set up' },
      })),
    );
  });

  it('is unknown without looks', () => {
    expectUnknown(
      oneSystem,
      { spec },
      all.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
});
