import { osRelease } from '../../../../src/probes/system/os-release.js';
import { systemForHosting } from '../../../../src/rules/server/r-srv-3-system-for-hosting.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { printedRelease } from '../system-prints.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, osRelease(), printedRelease('debian', '12'))
    .answer(node1Id, osRelease(), printedRelease('almalinux', '9.4'))
    .answer(node2Id, osRelease(), printedRelease('ubuntu', '24.04', { architecture: 'aarch64' }));
}

const ofNode2 = { subject: `Host ${node2Id}`, severity: 'ERROR', field: ['members', '2'], remedy: 'declare' } as const;

describe('R-SRV-3', () => {
  it('is met by 64-bit systems of both families, each by itself', () => {
    expectMet(systemForHosting, { spec, facts: goodFacts() });
  });

  it('is violated by a system of another family', () => {
    const facts = goodFacts().answer(node2Id, osRelease(), printedRelease('alpine', '3.20'));
    expectViolated(systemForHosting, { spec, facts }, [
      { ...ofNode2, code: 'OTHER_SYSTEM', message: 'node2 runs alpine 3.20 (ID alpine)' },
    ]);
  });

  it('is violated by a 32-bit system, and says all that is wrong with one', () => {
    const facts = goodFacts().answer(node2Id, osRelease(), printedRelease('arch', '', { architecture: 'i686' }));
    expectViolated(systemForHosting, { spec, facts }, [
      { ...ofNode2, code: 'OTHER_SYSTEM', message: 'node2 runs arch' },
      { ...ofNode2, code: 'OTHER_ARCHITECTURE', message: 'node2 has a system for i686' },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(systemForHosting, { spec }, expected);
  });
});
