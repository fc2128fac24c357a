import { quotaSupport } from '../../../../src/probes/storage/quota-support.js';
import { recommendedFileSystem } from '../../../../src/rules/storage/r-sto-8-recommended-file-system.rule.js';
import { fileServerId, managerId, publicCluster, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(withObservedFileServer);
const moment = 'before';

function lyingOn(fileSystem: string): HostFacts {
  return new HostFacts().answer(fileServerId, quotaSupport('/export'), `/export ${fileSystem}\nno tools\n`);
}

describe('R-STO-8', () => {
  it.each(['ext3', 'ext4'])('is met by user storage on %s', (fileSystem) => {
    expectMet(recommendedFileSystem, { spec, facts: lyingOn(fileSystem), moment });
  });

  it('names another file system as information', () => {
    expectViolated(recommendedFileSystem, { spec, facts: lyingOn('btrfs'), moment }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'OTHER_FILE_SYSTEM',
        severity: 'INFO',
        field: ['members', '3'],
        message: 'User storage at /export on files lies on btrfs (at /export); ext3 or ext4 is recommended',
        remedy: 'declare',
      },
    ]);
  });

  it('judges the manager that holds user storage once it is set up', () => {
    const facts = new HostFacts().answer(managerId, quotaSupport('/chroot'), '/ ext4\nno tools\n');
    expectMet(recommendedFileSystem, { spec: publicCluster(), facts, moment: 'after' });
    expectNotApplicable(
      recommendedFileSystem,
      { spec: publicCluster(), facts, moment },
      'The manager is judged once it is set up.',
    );
  });

  it('is unknown without a look', () => {
    expectUnknown(recommendedFileSystem, { spec, moment }, [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }]);
  });
});
