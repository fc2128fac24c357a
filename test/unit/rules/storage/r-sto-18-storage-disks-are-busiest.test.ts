import { mounts } from '../../../../src/probes/storage/mounts.js';
import { storageDisksAreBusiest } from '../../../../src/rules/storage/r-sto-18-storage-disks-are-busiest.rule.js';
import { fileServerId, managerId, publicCluster, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { mountInfo } from '../mount-info.js';

const spec = publicCluster();
const moment = 'after';

function mountedFrom(source: string): HostFacts {
  const seen = mountInfo({ target: '/chroot', fileSystem: 'ext4', source, superOptions: 'rw' });
  return new HostFacts().answer(managerId, mounts(), seen);
}

describe('R-STO-18', () => {
  it('is met by user storage on an array', () => {
    expectMet(storageDisksAreBusiest, { spec, facts: mountedFrom('/dev/md0'), moment });
  });

  it('suggests one where none can be seen, on whatever file system the path lies', () => {
    const violation = {
      subject: `Host ${managerId}`,
      code: 'NO_RAID_SEEN',
      severity: 'INFO',
      field: ['members', '0'],
      remedy: 'declare',
    } as const;
    expectViolated(storageDisksAreBusiest, { spec, facts: mountedFrom('/dev/sdb1'), moment }, [
      { ...violation, message: 'User storage at /chroot on manager lies on /dev/sdb1' },
    ]);
    const bare = new HostFacts().answer(managerId, mounts(), mountInfo());
    expectViolated(storageDisksAreBusiest, { spec, facts: bare, moment }, [
      { ...violation, message: 'User storage at /chroot on manager lies on /dev/root' },
    ]);
  });

  it('judges a file server that is only looked at before anything is touched', () => {
    const external = publicCluster(withObservedFileServer);
    const facts = new HostFacts().answer(
      fileServerId,
      mounts(),
      mountInfo({ target: '/export', fileSystem: 'xfs', source: '/dev/md127', superOptions: 'rw' }),
    );
    expectMet(storageDisksAreBusiest, { spec: external, facts, moment: 'before' });
    expectNotApplicable(
      storageDisksAreBusiest,
      { spec: external, facts, moment },
      'A file server that is only looked at is judged before anything is touched.',
    );
  });

  it('is unknown without a look', () => {
    expectUnknown(storageDisksAreBusiest, { spec, moment }, [{ subject: `Host ${managerId}`, lookAt: managerId }]);
  });
});
