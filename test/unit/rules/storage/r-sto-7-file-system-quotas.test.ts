import { quotaSupport } from '../../../../src/probes/storage/quota-support.js';
import { fileSystemQuotas } from '../../../../src/rules/storage/r-sto-7-file-system-quotas.rule.js';
import { fileServerId, managerId, publicCluster, withFileServer, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster(withObservedFileServer);
const moment = 'before';
const on = 'group quota on /export (/dev/sdb) is on (enforced)\n';

function saying(said: string): HostFacts {
  return new HostFacts().answer(fileServerId, quotaSupport('/export'), `/export ext4\n${said}`);
}

describe('R-STO-7', () => {
  it('is met by group quotas that are enforced', () => {
    expectMet(fileSystemQuotas, { spec, facts: saying(on), moment });
    expectMet(fileSystemQuotas, { spec: publicCluster(withFileServer), facts: saying(on), moment: 'after' });
  });

  it.each([
    [
      'group quota on /export (/dev/sdb) is off\n',
      'NO_GROUP_QUOTAS',
      'has no group quotas',
      'mount -o remount,usrquota,grpquota /export',
    ],
    [
      'group quota on /export (/dev/sdb) is on (accounting)\n',
      'NO_GROUP_QUOTAS',
      'counts what groups use',
      'mount -o remount,usrquota,grpquota /export',
    ],
    [
      'no tools\nrw,relatime\n',
      'NO_GROUP_QUOTAS',
      'has no group quotas',
      'apt-get install quota && mount -o remount,usrquota,grpquota /export',
    ],
    ['no tools\n', 'NO_QUOTA_TOOLS', 'the quota tools are not installed', 'apt-get install quota'],
  ])('is violated by a file system of which the tools say %j', (said, code, message, command) => {
    expectViolated(fileSystemQuotas, { spec, facts: saying(said), moment }, [
      {
        subject: `Host ${fileServerId}`,
        code,
        severity: 'ERROR',
        field: ['members', '3'],
        message,
        remedy: { command },
      },
    ]);
  });

  it('is not known where old quota tools do not say whether what is on refuses anything', () => {
    const facts = saying('group quota on /export (/dev/sdb) is on\n');
    const of = { subject: `Host ${fileServerId}`, remedy: 'Have quota tools on files that say whether quotas are' };
    expectUnverified(fileSystemQuotas, { spec, facts, moment }, [of]);
  });

  it.each([
    ['xfs at /export', 'is off', 'umount /export && mount -o usrquota,grpquota /export'],
    ['xfs at /export', 'is on (accounting)', "xfs_quota -x -c 'enable -g' /export"],
    ['xfs at /', 'is off', null],
    ['btrfs at /export', 'is off', null],
  ])('remounts nothing that cannot take it: %s whose quota %s', (where, is, command) => {
    const [fileSystem = '', target = ''] = where.split(' at ');
    const said = `${target} ${fileSystem}\ngroup quota on ${target} (/dev/sdb) ${is}\n`;
    const facts = new HostFacts().answer(fileServerId, quotaSupport('/export'), said).at(observedAt);
    const [finding] = fileSystemQuotas.judge({ spec, facts, moment, draft: false, clusterId: null });
    expect(finding).toMatchObject({ messageCode: 'NO_GROUP_QUOTAS', remedies: [{ command }] });
  });

  it('judges the own disk of a manager that holds user storage', () => {
    const facts = new HostFacts().answer(managerId, quotaSupport('/chroot'), '/ ext4\ngroup quota on / is off\n');
    for (const judged of ['before', 'after'] as const) {
      expectViolated(fileSystemQuotas, { spec: publicCluster(), facts, moment: judged }, [
        {
          subject: `Host ${managerId}`,
          code: 'NO_GROUP_QUOTAS',
          severity: 'ERROR',
          field: ['members', '0'],
          message: 'The file system of /chroot on manager (ext4 at /) has no group quotas',
          remedy: { command: 'mount -o remount,usrquota,grpquota /' },
        },
      ]);
    }
  });

  it('waits for the tools that a setup installs, where the file system is mounted with group quotas', () => {
    const facts = new HostFacts().answer(managerId, quotaSupport('/chroot'), '/ ext4\nno tools\nrw,grpquota\n');
    const judged = { spec: publicCluster(), facts };
    expectNotApplicable(
      fileSystemQuotas,
      { ...judged, moment },
      'Whether quotas are on is told by the quota tools, which come with the setup.',
    );
    expectViolated(fileSystemQuotas, { ...judged, moment: 'after' }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_QUOTA_TOOLS',
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'the quota tools are not installed',
        remedy: { command: 'apt-get install quota' },
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(fileSystemQuotas, { spec, moment }, [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }]);
  });

  it('is silent where nobody wants quotas, and speaks again for one account that does', () => {
    const unwanted = publicCluster((edited) => {
      withObservedFileServer(edited);
      edited.core.quotasRequired = false;
    });
    expectNotApplicable(
      fileSystemQuotas,
      { spec: unwanted, moment },
      'Neither the cluster nor an account wants quotas.',
    );
    const [account] = unwanted.accounts;
    if (account === undefined) throw new Error('the value has no account');
    const wanted = { ...unwanted, accounts: [{ ...account, quotaBytes: 1_048_576 }] };
    expectMet(fileSystemQuotas, { spec: wanted, facts: saying(on), moment });
  });
});
