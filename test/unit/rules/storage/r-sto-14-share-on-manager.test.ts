import { toGlobalId } from '../../../../src/domain/ids.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { shareOnManager } from '../../../../src/rules/storage/r-sto-14-share-on-manager.rule.js';
import type { Finding, Moment } from '../../../../src/rules/rule.js';
import { address, clusterId, fileServerId, managerId, memberOf, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';

const share = nfsMount('9.9.9.15', { source: 'files:/export' });
const local = publicCluster();
const localWithServer = publicCluster((edited) => {
  withFileServer(edited);
  edited.core.userStorage = { mode: 'MANAGER_LOCAL' };
});
const external = publicCluster(withFileServer);
const violation = {
  subject: `Host ${managerId}`,
  severity: 'ERROR',
  field: ['userStorage', 'exportPath'],
} as const;

function mounted(...lines: readonly ReturnType<typeof nfsMount>[]): HostFacts {
  return new HostFacts().answer(managerId, mounts(), mountInfo(...lines));
}

function violationsOf(spec: typeof local, moment: Moment, id: string | null): readonly Finding[] {
  const facts = mounted(share).at(observedAt);
  return shareOnManager
    .judge({ spec, facts, moment, draft: false, clusterId: id })
    .filter(({ verdict }) => verdict === 'VIOLATED');
}

describe('R-STO-14 before anything is touched', () => {
  const moment = 'before';

  it('is met where nothing or something local is mounted, and by the declared share', () => {
    expectMet(shareOnManager, { spec: local, facts: mounted(), moment });
    const disk = { target: '/chroot', fileSystem: 'ext4', source: '/dev/sdb', superOptions: 'rw' };
    expectMet(shareOnManager, { spec: local, facts: mounted(disk), moment });
    expectMet(shareOnManager, { spec: external, facts: mounted(), moment });
    expectMet(shareOnManager, { spec: external, facts: mounted(share), moment });
    const slash = nfsMount('9.9.9.15', { source: '9.9.9.15:/export/' });
    expectMet(shareOnManager, { spec: external, facts: mounted(slash), moment });
  });

  it('is violated by a share where the manager is declared to hold user storage', () => {
    expectViolated(shareOnManager, { spec: localWithServer, facts: mounted(share), moment }, [
      {
        ...violation,
        code: 'SHARE_FOUND',
        field: ['userStorage', 'mode'],
        message: 'Manager has 9.9.9.15:/export mounted at /chroot, yet user storage is declared MANAGER_LOCAL',
        remedy: [{ declare: 'Declare user storage EXTERNAL on 9.9.9.15:/export' }, { command: 'umount /chroot' }],
      },
    ]);
  });

  it.each([
    ['9.9.9.16', 'Register the file server at 9.9.9.16'],
    ['9.9.9.15', 'Declare user storage EXTERNAL on 9.9.9.15:/srv'],
  ])('is violated by another share than the declared one, of %s', (server, declare) => {
    const other = nfsMount(server, { source: `${server}:/srv` });
    expectViolated(shareOnManager, { spec: external, facts: mounted(other), moment }, [
      {
        ...violation,
        code: 'OTHER_SHARE',
        message: `Manager has ${server}:/srv mounted at /chroot instead of 9.9.9.15:/export`,
        remedy: [{ declare }, { command: 'umount /chroot' }],
      },
    ]);
  });

  it('proposes the share as the manifest of a draft takes it', () => {
    expect(violationsOf(localWithServer, moment, clusterId)).toMatchObject([
      {
        remedies: [
          {
            title: expect.stringContaining('userStorage {mode: EXTERNAL, fileServer: files, exportPath: /export}'),
            ...{ mutation: null, input: null },
          },
          { command: 'umount /chroot', hostId: managerId },
        ],
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(shareOnManager, { spec: local, moment }, [{ subject: `Host ${managerId}`, lookAt: managerId }]);
  });

  it('proposes to register the file server where no member is at its address', () => {
    expect(violationsOf(local, moment, clusterId)).toMatchObject([
      {
        remedies: [
          { title: expect.stringMatching(/^Register the file server at 9.9.9.15 /), mutation: null, input: null },
          { command: 'umount /chroot', hostId: managerId },
        ],
      },
    ]);
  });
});

describe('R-STO-14 of what is declared', () => {
  it('refuses a declaration at once, and proposes the same one with the share in it', () => {
    const [finding] = violationsOf(localWithServer, 'declared', null);
    const [remedy] = finding?.remedies ?? [];
    expect(remedy).toMatchObject({
      mutation: 'createCluster',
      input: {
        name: 'shop',
        userStorage: { mode: 'EXTERNAL', fileServerId: toGlobalId('Host', fileServerId), exportPath: '/export' },
        members: expect.arrayContaining([
          {
            hostId: toGlobalId('Host', fileServerId),
            role: 'FILE_SERVER',
            addresses: [address('public', '9.9.9.15', 'HOST')],
          },
        ]),
      },
    });
  });

  it('refuses a share that is mounted otherwise than user storage has to be, and says how to mount it', () => {
    const declare = { spec: external, moment: 'declared', draft: true, clusterId: null } as const;
    const options = 'rw,vers=4.2,hard,local_lock=none,addr=9.9.9.15';
    const other = nfsMount('9.9.9.15', { source: 'files:/export', fileSystem: 'nfs4', superOptions: options });
    const [finding, ...others] = shareOnManager.judge({ ...declare, facts: mounted(other).at(observedAt) });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      ...{ verdict: 'VIOLATED', messageCode: 'MOUNTED_OTHERWISE' },
      message: expect.stringContaining('mounted at /chroot with vers=4.2; user storage is mounted with vers=3,hard'),
      remedies: [{ command: 'umount /chroot && mount -t nfs -o vers=3,hard 9.9.9.15:/export /chroot' }],
    });
    expect(shareOnManager.judge({ ...declare, facts: mounted(share).at(observedAt) })).toMatchObject([
      { verdict: 'MET' },
    ]);
  });

  it.each([
    ['soft', 'rw,vers=3,soft,local_lock=none'],
    ['nolock', 'rw,vers=3,hard,nolock,local_lock=all'],
    ['local_lock=flock', 'rw,vers=3,hard,local_lock=flock'],
    ['local_lock=posix', 'rw,vers=3,hard,local_lock=posix'],
    ['ro', 'ro,vers=3,hard,local_lock=none'],
  ])('refuses the setup of a cluster whose declared share is mounted with %s', (options, superOptions) => {
    const other = nfsMount('9.9.9.15', { source: 'files:/export', superOptions: `${superOptions},addr=9.9.9.15` });
    expectViolated(shareOnManager, { spec: external, facts: mounted(other), moment: 'before' }, [
      {
        ...violation,
        code: 'MOUNTED_OTHERWISE',
        message: `Manager has 9.9.9.15:/export mounted at /chroot with ${options}; user storage`,
        remedy: { command: 'mount -t nfs -o vers=3,hard 9.9.9.15:/export /chroot' },
      },
    ]);
  });

  it('leaves a cluster that is declared, and a manager that nobody looked at, to what comes before setup', () => {
    const reason = 'The mounts of the manager are judged before anything is touched.';
    expectNotApplicable(shareOnManager, { spec: localWithServer, facts: mounted(share), moment: 'declared' }, reason);
    const context = { spec: local, moment: 'declared', draft: true, clusterId: null } as const;
    expect(shareOnManager.judge({ ...context, facts: new HostFacts().at(observedAt) })).toMatchObject([
      { verdict: 'NOT_APPLICABLE', message: reason },
    ]);
  });
});

describe('R-STO-14 once steps ran', () => {
  const moment = 'after';

  it('is met by a manager that mounts the share', () => {
    expectMet(shareOnManager, { spec: external, facts: mounted(share), moment });
  });

  it.each([
    ['no share', []],
    ['9.9.9.16:/chroot', [nfsMount('9.9.9.16')]],
  ])('is violated by a manager that mounts %s', (found, lines) => {
    expectViolated(shareOnManager, { spec: external, facts: mounted(...lines), moment }, [
      {
        ...violation,
        code: 'NOT_MOUNTED',
        field: ['members', '0'],
        message: `Manager has ${found} mounted at /chroot; it must be 9.9.9.15:/export`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is silent where the manager holds user storage, and while nobody knows where the file server is', () => {
    expectNotApplicable(
      shareOnManager,
      { spec: local, facts: mounted(), moment },
      'The manager holds user storage itself.',
    );
    const unplaced = publicCluster((edited) => {
      withFileServer(edited);
      memberOf(edited, fileServerId).addresses = [];
    });
    const reason = 'The value does not say yet where the file server is reached.';
    expectNotApplicable(shareOnManager, { spec: unplaced, facts: mounted(), moment }, reason);
  });
});
