import { lockAttempt } from '../../../../src/proofs/storage/lock-race.proof.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { locksAreShared } from '../../../../src/rules/storage/r-sto-5-locks-are-shared.rule.js';
import {
  fileServerId,
  managerId,
  node1Id,
  node2Id,
  publicCluster,
  withAppliance,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';
import { rpcInfo } from '../rpc-info.js';

const quorum = '9.9.9.10';

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, ownRpcPrograms(), rpcInfo('nfs', 'lockManager', 'lockStatus'))
    .answer(node1Id, mounts(), mountInfo(nfsMount(quorum)))
    .answer(node1Id, ownRpcPrograms(), rpcInfo('lockStatus'))
    .answer(node2Id, mounts(), mountInfo(nfsMount(quorum)))
    .answer(node2Id, ownRpcPrograms(), rpcInfo('lockStatus'));
}

/** Nobody listens. */
const noPortMapper = { exitCode: 1, stderr: '127.0.0.1: RPC: Remote system error - Connection refused\n' };

describe('R-STO-5 after the steps of a manager that exports', () => {
  const spec = publicCluster();
  const moment = 'after';

  it('is met when the manager grants locks and no node keeps its own', () => {
    expectMet(locksAreShared, { spec, facts: goodFacts(), moment });
  });

  it('is violated by a manager that grants no locks', () => {
    const facts = goodFacts().answer(managerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectViolated(locksAreShared, { spec, facts, moment }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_LOCKING',
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'manager exports user storage without file locking; missing RPC programs: nlockmgr, status',
        remedy: 'repairCluster',
      },
    ]);
  });

  it.each([
    ['nolock', 'nolock'],
    ['nolock', 'nolock,local_lock=all'],
    ['local_lock=all', 'local_lock=all'],
    ['local_lock=posix', 'local_lock=posix'],
  ])('is violated by a node that mounts with %s (%s)', (option, superOptions) => {
    const seen = mountInfo(nfsMount(quorum, { superOptions: `rw,vers=3,${superOptions},addr=${quorum}` }));
    expectViolated(locksAreShared, { spec, facts: goodFacts().answer(node2Id, mounts(), seen), moment }, [
      {
        subject: `Host ${node2Id}`,
        code: 'LOCKS_NOT_SHARED',
        severity: 'ERROR',
        field: ['members', '2'],
        message: `node2 mounts /chroot with ${option}, so`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is violated by a node that asks for no locks, having no lock status service', () => {
    const facts = goodFacts().answer(node1Id, ownRpcPrograms(), rpcInfo('lockManager'));
    expectViolated(locksAreShared, { spec, facts, moment }, [
      {
        subject: `Host ${node1Id}`,
        code: 'NO_LOCK_STATUS',
        severity: 'ERROR',
        field: ['members', '1'],
        message: 'node1 mounts /chroot without a lock status service (RPC program 100024)',
        remedy: 'repairCluster',
      },
    ]);
    // Locks of version 4 need none.
    const newer = mountInfo(nfsMount(quorum, { superOptions: `rw,vers=4.2,addr=${quorum}` }));
    expectMet(locksAreShared, { spec, facts: facts.answer(node1Id, mounts(), newer), moment });
  });

  it('names the port mapper where a node lacks that, without which no lock status service is found', () => {
    const facts = goodFacts().answer(node1Id, ownRpcPrograms(), noPortMapper);
    expectViolated(locksAreShared, { spec, facts, moment }, [
      {
        subject: `Host ${node1Id}`,
        code: 'NO_PORT_MAPPER_FOR_LOCK_STATUS',
        severity: 'ERROR',
        field: ['members', '1'],
        message:
          'node1 mounts /chroot without a lock status service (RPC program 100024), as it has no port mapper (rpcbind);',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown of a node that was not asked for a lock status service, and needs one', () => {
    const asked = (superOptions?: string): HostFacts =>
      new HostFacts()
        .answer(managerId, ownRpcPrograms(), rpcInfo('nfs', 'lockManager', 'lockStatus'))
        .answer(node1Id, mounts(), mountInfo(nfsMount(quorum, superOptions === undefined ? {} : { superOptions })))
        .answer(node2Id, mounts(), mountInfo(nfsMount(quorum, { superOptions: `rw,vers=4.2,addr=${quorum}` })));
    expectUnknown(locksAreShared, { spec, facts: asked(), moment }, [{ subject: `Host ${node1Id}`, lookAt: node1Id }]);
    expectMet(locksAreShared, { spec, facts: asked(`rw,vers=4.2,addr=${quorum}`), moment });
  });

  it('judges the newest mount at the path only', () => {
    const seen = mountInfo(nfsMount(quorum, { superOptions: `rw,nolock,addr=${quorum}` }), nfsMount(quorum));
    expectMet(locksAreShared, { spec, facts: goodFacts().answer(node1Id, mounts(), seen), moment });
  });

  it.each([
    ['nothing', mountInfo()],
    ['no NFS', mountInfo(nfsMount(quorum, { fileSystem: 'ext4', source: '/dev/sdb1', superOptions: 'rw' }))],
  ])('is not known of a node that mounts %s, which R-NODE-2 tells, whatever was raced for', (_, seen) => {
    const facts = goodFacts().answer(node1Id, mounts(), seen).answer(node1Id, lockAttempt(), 'won\n');
    expectUnknown(locksAreShared, { spec, facts, moment }, [{ subject: `Host ${node1Id}`, meetFirst: true }]);
    const said = locksAreShared.judge({ spec, facts: facts.at(observedAt), moment, draft: false, clusterId: null });
    expect(said.map(({ message }) => message)).toContain(
      'Not known of node1: no share is mounted at /chroot, which is the matter of R-NODE-2.',
    );
  });

  it("is not known of a manager that mounts no share of a file server, which is R-STO-14's matter", () => {
    const facts = goodFacts().answer(managerId, mounts(), mountInfo()).at(observedAt);
    const context = {
      spec: publicCluster(withObservedFileServer),
      facts,
      moment,
      draft: false,
      clusterId: null,
    } as const;
    expect(locksAreShared.judge(context)).toContainEqual(
      expect.objectContaining({
        ...{
          verdict: 'UNKNOWN',
          messageCode: 'NO_SHARE_MOUNTED',
          parameters: expect.objectContaining({ told: 'R-STO-14' }),
          remedies: [expect.objectContaining({ mutation: null, title: expect.stringMatching(/^Do first what/) })],
        },
      }),
    );
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(locksAreShared, { spec, moment }, expected);
  });

  it('is silent before', () => {
    expectNotApplicable(locksAreShared, { spec, moment: 'before' }, 'The manager is judged once it is set up.');
  });
});

describe('R-STO-5 of a file server that is only looked at', () => {
  const spec = publicCluster(withObservedFileServer);

  it('is met when it grants locks', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs', 'lockManager', 'lockStatus'));
    expectMet(locksAreShared, { spec, facts, moment: 'before' });
  });

  it('is violated before anything is touched when one is missing, which only a person can switch on', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs', 'lockManager'));
    expectViolated(locksAreShared, { spec, facts, moment: 'before' }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'NO_LOCKING',
        severity: 'ERROR',
        field: ['members', '3'],
        message: 'files exports user storage without file locking; missing RPC programs: status.',
        remedy: { command: 'systemctl restart rpc-statd nfs-server' },
      },
    ]);
  });

  it('is unknown without a look', () => {
    const expected = [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }];
    expectUnknown(locksAreShared, { spec, moment: 'before' }, expected);
  });

  it('judges the manager and the nodes once steps ran', () => {
    const theirs = mountInfo(nfsMount('9.9.9.15', { superOptions: 'rw,local_lock=all' }));
    const facts = goodFacts()
      .answer(managerId, mounts(), theirs)
      .answer(node1Id, mounts(), mountInfo(nfsMount('9.9.9.15', { superOptions: 'rw,nolock' })));
    expectViolated(locksAreShared, { spec, facts, moment: 'after' }, [
      {
        subject: `Host ${managerId}`,
        code: 'LOCKS_NOT_SHARED',
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'manager mounts /chroot with local_lock=all',
        remedy: 'repairCluster',
      },
      {
        subject: `Host ${node1Id}`,
        code: 'LOCKS_NOT_SHARED',
        severity: 'ERROR',
        field: ['members', '1'],
        message: 'node1 mounts /chroot with nolock',
        remedy: 'repairCluster',
      },
    ]);
  });
});

describe('R-STO-5 once locks were raced for', () => {
  const spec = publicCluster();
  const moment = 'after';
  const won = {
    subject: `Host ${node2Id}`,
    severity: 'ERROR',
    field: ['members', '2'],
    remedy: ['repairCluster', 'proveCluster'],
  } as const;

  it('is met by a node that lost', () => {
    expectMet(locksAreShared, { spec, facts: goodFacts().answer(node2Id, lockAttempt(), 'lost\n'), moment });
  });

  it('is violated by a node that got a lock of another one, though its mount looks right', () => {
    const facts = goodFacts().answer(node2Id, lockAttempt(), 'won\n');
    const message = 'node2 got a lock in /chroot that another host held';
    expectViolated(locksAreShared, { spec, facts, moment }, [{ ...won, code: 'LOCK_NOT_EXCLUSIVE', message }]);
  });

  it('is violated by a node that gets no lock', () => {
    const facts = goodFacts().answer(node2Id, lockAttempt(), 'refused 71 No locks available\n');
    const message = 'node2 gets no lock in /chroot: 71 No locks available';
    expectViolated(locksAreShared, { spec, facts, moment }, [{ ...won, code: 'LOCK_REFUSED', message }]);
  });

  it('leaves a file server that is only looked at, and refuses locks, to a person', () => {
    const theirs = mountInfo(nfsMount('9.9.9.15'));
    const facts = goodFacts()
      .answer(managerId, mounts(), theirs)
      .answer(node1Id, mounts(), theirs)
      .answer(node1Id, lockAttempt(), 'refused 124 \n');
    const message = 'node1 gets no lock in /chroot: 124';
    const refused = { ...won, subject: `Host ${node1Id}`, field: ['members', '1'], code: 'LOCK_REFUSED', message };
    expectViolated(locksAreShared, { spec: publicCluster(withObservedFileServer), facts, moment }, [
      { ...refused, remedy: [{ command: 'systemctl restart rpc-statd nfs-server' }, 'proveCluster'] },
    ]);
    // Into an appliance nobody logs in to run a command.
    expectViolated(locksAreShared, { spec: publicCluster(withAppliance), facts, moment }, [
      { ...refused, remedy: [{ declare: 'Have files lock files for its clients' }, 'proveCluster'] },
    ]);
  });

  it('goes by the mounts again where they were looked at since', () => {
    const before = new Date(observedAt.getTime() - 60_000);
    expectMet(locksAreShared, { spec, facts: goodFacts().answer(node2Id, lockAttempt(), 'won\n', before), moment });
  });

  it('takes a race without an outcome for none', () => {
    expectMet(locksAreShared, { spec, facts: goodFacts().answer(node2Id, lockAttempt(), 'over\n'), moment });
  });
});
