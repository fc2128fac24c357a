import { addresses } from '../../../../src/probes/network/addresses.js';
import { osRelease } from '../../../../src/probes/system/os-release.js';
import { noSingleManager } from '../../../../src/rules/no-single-manager.js';
import { serversAlike } from '../../../../src/rules/server/d-1-servers-alike.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { held } from '../held-addresses.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { printedRelease } from '../system-prints.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, osRelease(), printedRelease('debian', '12'))
    .answer(node1Id, osRelease(), printedRelease('debian', '12'))
    .answer(node2Id, osRelease(), printedRelease('debian', '12'))
    .answer(node1Id, addresses(), held('9.9.9.12'))
    .answer(node2Id, addresses(), held('9.9.9.13'));
}

const ofNode2 = { subject: `Host ${node2Id}`, severity: 'ERROR', field: ['members', '2'], remedy: 'declare' } as const;

describe('D-1', () => {
  it('is met by hosts of one architecture on one segment, and says that their place cannot be seen', () => {
    const context = {
      spec,
      facts: goodFacts().at(observedAt),
      moment: 'before',
      draft: false,
      clusterId: null,
    } as const;
    const verdicts = serversAlike.judge(context).map(({ verdict, subject, message }) => [verdict, subject.id, message]);
    const met = 'The requirement is met.';
    expect(verdicts).toEqual([
      ['MET', node1Id, met],
      ['MET', node2Id, met],
      ['MET', node1Id, met],
      ['MET', node2Id, met],
      ['NOT_APPLICABLE', 'shop', expect.stringContaining('one place cannot be seen')],
    ]);
  });

  it('is violated by a host of another architecture than the manager', () => {
    const facts = goodFacts().answer(node2Id, osRelease(), printedRelease('debian', '12', { architecture: 'aarch64' }));
    expectViolated(serversAlike, { spec, facts }, [
      { ...ofNode2, code: 'OTHER_ARCHITECTURE', message: 'node2 is aarch64 and manager is x86_64' },
    ]);
  });

  it('is violated by a host on another segment', () => {
    const facts = goodFacts().answer(node2Id, addresses(), held('8.8.8.13'));
    expectViolated(serversAlike, { spec, facts }, [
      { ...ofNode2, code: 'OTHER_SEGMENT', message: 'node2 has no link on the network segment of the quorum address' },
    ]);
  });

  it('warns of a host on another segment where another balancer tunnels', () => {
    const tunnelled = publicCluster(({ core }) => {
      core.lbMode = 'EXTERNAL';
      core.forwarding = 'TUN';
    });
    const facts = goodFacts().answer(node2Id, addresses(), held('8.8.8.13'));
    expectViolated(serversAlike, { spec: tunnelled, facts }, [
      { ...ofNode2, code: 'OTHER_SEGMENT', severity: 'WARNING', message: 'node2 has no link on the network segment' },
    ]);
  });

  it('does not take a link that is down for one on the segment', () => {
    const down = held('9.9.9.13').replace('"UP"', '"BROADCAST"');
    expectViolated(serversAlike, { spec, facts: goodFacts().answer(node2Id, addresses(), down) }, [
      { ...ofNode2, code: 'OTHER_SEGMENT', message: 'node2 has no link' },
    ]);
  });

  it('is unknown without looks', () => {
    const [manager, node1, node2] = [managerId, node1Id, node2Id].map((hostId) => ({
      ...{ subject: `Host ${hostId}`, lookAt: hostId },
    }));
    if (manager === undefined || node1 === undefined || node2 === undefined) throw new Error('three hosts');
    expectUnknown(serversAlike, { spec }, [manager, node1, node2, node1, node2]);
  });

  it('does not apply without a manager', () => {
    const none = publicCluster(({ core }) => {
      core.members = core.members.filter(({ role }) => role !== 'MANAGER');
    });
    expectNotApplicable(serversAlike, { spec: none }, noSingleManager);
  });
});
