import { linkSpeeds } from '../../../../src/probes/network/link-speeds.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { networkAndStorage } from '../../../../src/rules/node/r-node-5-network-and-storage.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { withLinks } from '../printed-links.js';
import { diskBusy, nodeCounters } from './storage-counters.js';

const spec = publicCluster();

function goodFacts(): HostFacts {
  return diskBusy(nodeCounters(nodeCounters(new HostFacts(), node1Id), node2Id), managerId, 20);
}

const management = { name: 'eno2', holds: ['172.16.0.11'] };

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

  it('says nothing of a slow card that holds none of the declared addresses, as one for management', () => {
    const facts = withLinks(goodFacts(), node1Id, { name: 'eno1', holds: ['9.9.9.12'] }, management);
    expectMet(networkAndStorage, { spec, facts: facts.answer(node1Id, linkSpeeds(), 'eno1 10000\neno2 100\n') });
  });

  it('is not known of links of which none holds a declared address', () => {
    const facts = withLinks(goodFacts(), node1Id, management).at(observedAt);
    const judged = networkAndStorage.judge({ spec, facts, moment: 'after', draft: false, clusterId: null });
    expect(judged.filter(({ verdict }) => verdict !== 'MET')).toMatchObject([
      {
        ...{ verdict: 'UNKNOWN', severity: 'INFO', messageCode: 'NO_LINK_IN_USE', subject: { id: node1Id } },
        remedies: [{ mutation: null, title: 'Do first what R-NET-6 says of the host' }],
      },
    ]);
  });

  it('tells a slow card below the link that holds the address', () => {
    const bridge = { name: 'br0', kind: 'bridge', over: 'eno1', holds: ['9.9.9.12'] };
    const facts = withLinks(goodFacts(), node1Id, bridge, { name: 'eno1' }, management);
    expectViolated(
      networkAndStorage,
      { spec, facts: facts.answer(node1Id, linkSpeeds(), 'br0 -\neno1 100\neno2 100\n') },
      [
        {
          ...{ subject: `Host ${node1Id}`, code: 'SLOW_LINK', severity: 'INFO', field: ['members', '1'] },
          ...{ message: 'Node node1 has slow links: eno1 (100 Mbit/s);', remedy: 'declare' },
        },
      ],
    );
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

  it("is not known of storage whose disk the kernel does not count, as on btrfs and ZFS, and in nobody's way", () => {
    const line = '27 1 0:24 / / rw,relatime shared:1 - btrfs /dev/sda2 rw,subvol=/\n';
    const facts = goodFacts().answer(managerId, mounts(), line).at(observedAt);
    const judged = networkAndStorage.judge({ spec, facts, moment: 'after', draft: false, clusterId: null });
    expect(judged.filter(({ verdict }) => verdict !== 'MET')).toMatchObject([
      {
        ...{ verdict: 'UNKNOWN', severity: 'INFO', messageCode: 'DISK_NOT_COUNTED' },
        message: 'Not known of manager: its kernel counts no disk for the file system of /chroot.',
        remedies: [{ mutation: null, title: expect.stringContaining('zpool iostat') }],
      },
    ]);
  });

  it('is unknown without looks', () => {
    const of = (hostId: string) => ({ subject: `Host ${hostId}`, lookAt: hostId });
    const asked = [node1Id, node2Id].flatMap((node) => [node, node, node, node]);
    expectUnknown(networkAndStorage, { spec }, [...asked, managerId, managerId].map(of));
  });
});
