import { networkAndStorage } from '../../../../src/rules/node/r-node-5-network-and-storage.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { diskBusy, nodeCounters } from './storage-counters.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  return diskBusy(nodeCounters(nodeCounters(new HostFacts(), node1Id), node2Id), managerId, 20);
}

describe('R-NODE-5', () => {
  it('is met by fast links, a share that answers soon, and disks with time to spare', () => {
    expectMet(networkAndStorage, { spec, facts: goodFacts() });
  });

  it('tells slow links and a slow share of a node', () => {
    const facts = nodeCounters(goodFacts(), node1Id, { milliseconds: 35, megabits: 100 });
    const told = { subject: `Host ${node1Id}`, severity: 'INFO', field: ['members', '1'], remedy: 'declare' } as const;
    expectViolated(networkAndStorage, { spec, facts }, [
      { ...told, code: 'SLOW_LINK', message: 'Node node1 has slow links: eno1 (100 Mbit/s)' },
      { ...told, code: 'SLOW_SHARE', message: 'On node node1 user storage takes 35 ms for an operation on average' },
    ]);
  });

  it('says nothing of a share that was hardly used', () => {
    expectMet(networkAndStorage, {
      spec,
      facts: nodeCounters(goodFacts(), node1Id, { milliseconds: 35, operations: 20 }),
    });
  });

  it('tells busy disks behind the user storage', () => {
    expectViolated(networkAndStorage, { spec, facts: diskBusy(goodFacts(), managerId, 71) }, [
      {
        subject: `Host ${managerId}`,
        code: 'BUSY_DISKS',
        severity: 'INFO',
        field: ['members', '0'],
        message: 'On manager disk sda with the user storage was busy for 71 % of the time',
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without looks', () => {
    const of = (hostId: string) => ({ subject: `Host ${hostId}`, lookAt: hostId });
    expectUnknown(networkAndStorage, { spec }, [node1Id, node1Id, node2Id, node2Id, managerId, managerId].map(of));
  });
});
