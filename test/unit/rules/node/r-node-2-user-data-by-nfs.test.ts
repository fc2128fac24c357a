import { mounts } from '../../../../src/probes/storage/mounts.js';
import { userDataByNfs } from '../../../../src/rules/node/r-node-2-user-data-by-nfs.rule.js';
import { node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';

const spec = publicCluster();
const quorum = '9.9.9.10';

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(node1Id, mounts(), mountInfo(nfsMount(quorum)))
    .answer(node2Id, mounts(), mountInfo(nfsMount(quorum, { fileSystem: 'nfs4' })));
}

describe('R-NODE-2', () => {
  it('is met by NFS of either version', () => {
    expectMet(userDataByNfs, { spec, facts: goodFacts() });
  });

  it('is met by a cluster that has no nodes yet', () => {
    const without = publicCluster((edited) => {
      edited.core.members = edited.core.members.filter(({ role }) => role !== 'NODE');
    });
    expectMet(userDataByNfs, { spec: without });
  });

  const localDisk = { target: '/chroot', fileSystem: 'ext4', source: '/dev/sdb1', superOptions: 'rw' };
  it.each([
    ['nothing', mountInfo()],
    ['nothing', mountInfo(nfsMount(quorum, { target: '/chroot/home' }))],
    ['ext4', mountInfo(localDisk)],
    ['ext4', mountInfo(nfsMount(quorum), localDisk)],
  ])('is violated by %s at /chroot: %s', (fileSystem, seen) => {
    expectViolated(userDataByNfs, { spec, facts: goodFacts().answer(node2Id, mounts(), seen) }, [
      {
        subject: `Host ${node2Id}`,
        code: 'NOT_NFS',
        severity: 'ERROR',
        field: ['members', '2'],
        message: `On node node2 ${fileSystem} is mounted at /chroot`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without looks', () => {
    const expected = [node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(userDataByNfs, { spec }, expected);
  });
});
