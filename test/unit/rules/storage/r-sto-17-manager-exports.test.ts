import { nfsExports } from '../../../../src/probes/storage/nfs-exports.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { trialMount } from '../../../../src/proofs/storage/trial-mount.proof.js';
import { managerExports } from '../../../../src/rules/storage/r-sto-17-manager-exports.rule.js';
import { clusterId, dualCluster, managerId, node1Id, node2Id, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { mountInfo, nfsMount } from '../mount-info.js';
import { rpcInfo } from '../rpc-info.js';

const quorum = '9.9.9.10';
const spec = publicCluster();
const options = 'sync,wdelay,hide,no_subtree_check,sec=sys,rw,secure,no_root_squash,no_all_squash';

function exported(...clients: readonly string[]): string {
  return clients.map((client) => `/chroot  ${client}(${options})\n`).join('');
}

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(managerId, nfsExports(), exported('9.9.9.12', '9.9.9.13'))
    .answer(node1Id, mounts(), mountInfo(nfsMount(quorum)))
    .answer(node2Id, mounts(), mountInfo(nfsMount(quorum)));
}

const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'ERROR',
  field: ['members', '2'],
  remedy: 'repairCluster',
} as const;

describe('R-STO-17', () => {
  it('is met when every node is exported to and mounts from the quorum address', () => {
    expectMet(managerExports, { spec, facts: goodFacts() });
  });

  it.each([['9.9.9.0/24'], ['9.9.9.0/255.255.255.0'], ['*'], ['<world>']])('is met by an export to %s', (client) => {
    expectMet(managerExports, { spec, facts: goodFacts().answer(managerId, nfsExports(), exported(client)) });
  });

  it('asks for the private addresses of nodes where the quorum address is private', () => {
    const facts = new HostFacts()
      .answer(managerId, nfsExports(), exported('10.0.0.12', '10.0.0.13'))
      .answer(node1Id, mounts(), mountInfo(nfsMount('10.0.0.10')))
      .answer(node2Id, mounts(), mountInfo(nfsMount('10.0.0.10')));
    expectMet(managerExports, { spec: dualCluster(), facts });
  });

  it('is violated by a node that is left out', () => {
    const facts = goodFacts().answer(managerId, nfsExports(), exported('9.9.9.12'));
    expectViolated(managerExports, { spec, facts }, [
      { ...ofNode2, code: 'NOT_EXPORTED', message: 'Manager does not export /chroot to node node2 (9.9.9.13)' },
    ]);
  });

  it('says of a stopped NFS server that nobody is left out by a cause of its own', () => {
    const facts = goodFacts()
      .answer(managerId, nfsExports(), '')
      .answer(managerId, ownRpcPrograms(), rpcInfo('lockManager'));
    const message = (host: string): string =>
      `Manager exports /chroot to nobody, node ${host} included, as its NFS server does not run: this follows from R-STO-3, and is over with that.`;
    const ofNode1 = { ...ofNode2, subject: `Host ${node1Id}`, field: ['members', '1'] };
    const stopped = {
      code: 'NOT_EXPORTED',
      remedy: ['repairCluster', { command: 'systemctl restart nfs-server' }],
    } as const;
    expectViolated(managerExports, { spec, facts }, [
      { ...ofNode1, ...stopped, message: message('node1 (9.9.9.12)') },
      { ...ofNode2, ...stopped, message: message('node2 (9.9.9.13)') },
    ]);
    const judged = managerExports.judge({
      spec,
      facts: facts.at(observedAt),
      moment: 'after',
      draft: false,
      clusterId,
    });
    expect(judged.find(({ verdict }) => verdict === 'VIOLATED')).toMatchObject({
      evidence: [{ probeId: nfsExports().id }, { hostId: managerId, probeId: ownRpcPrograms().id }],
      remedies: [{ mutation: 'repairCluster' }, { command: expect.stringContaining('nfs-server'), hostId: managerId }],
    });
    // One that runs and exports nothing has a cause of its own.
    facts.answer(managerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectViolated(managerExports, { spec, facts }, [
      { ...ofNode1, code: 'NOT_EXPORTED', message: 'to node node1 (9.9.9.12).' },
      { ...ofNode2, code: 'NOT_EXPORTED', message: 'to node node2 (9.9.9.13).' },
    ]);
  });

  it('does not take the export of another directory for that of user storage', () => {
    const other = exported('9.9.9.12') + exported('9.9.9.13').replace('/chroot', '/chroot/home');
    expectViolated(managerExports, { spec, facts: goodFacts().answer(managerId, nfsExports(), other) }, [
      { ...ofNode2, code: 'NOT_EXPORTED', message: 'node2 (9.9.9.13)' },
    ]);
  });

  it('is violated by an export that cannot be written as root', () => {
    const squashed = exported('9.9.9.12') + '/chroot  9.9.9.13(sync,ro,secure,root_squash)\n';
    expectViolated(managerExports, { spec, facts: goodFacts().answer(managerId, nfsExports(), squashed) }, [
      { ...ofNode2, code: 'EXPORT_OPTIONS', message: 'to node node2 without rw and no_root_squash' },
    ]);
  });

  it('is violated by an export that takes the rights of everybody', () => {
    const squashed = exported('9.9.9.12') + exported('9.9.9.13').replace('no_all_squash', 'all_squash');
    expectViolated(managerExports, { spec, facts: goodFacts().answer(managerId, nfsExports(), squashed) }, [
      { ...ofNode2, code: 'EXPORT_OPTIONS', message: 'to node node2 without no_all_squash.' },
    ]);
  });

  describe('once it was tried to mount it', () => {
    const share = trialMount(`${quorum}:/chroot`);

    it.each([
      ['denied mount.nfs: access denied by server', 'node2, and denies the mount: mount.nfs: access denied by server.'],
      ['readOnly cannot create: Read-only file system', 'and lets nothing be written to it: cannot create'],
      ['squashed', "and takes root's rights from it."],
    ])('is violated by a node that cannot use what is exported to it: %s', (said, message) => {
      const facts = goodFacts().answer(node2Id, share, `${said}\n`);
      expectViolated(managerExports, { spec, facts }, [
        { ...ofNode2, code: 'MOUNT_UNUSABLE', message, remedy: ['repairCluster', 'proveCluster'] },
      ]);
    });

    it('is met where the mount succeeded, also for a node that only a host name could mean', () => {
      expectMet(managerExports, { spec, facts: goodFacts().answer(node2Id, share, 'mounted\n') });
      const named = goodFacts().answer(managerId, nfsExports(), exported('9.9.9.12', '*.example.com'));
      expectMet(managerExports, { spec, facts: named.answer(node2Id, share, 'mounted\n') });
    });

    it('goes by the look where the manager was looked at since', () => {
      const before = new Date(observedAt.getTime() - 1000);
      expectMet(managerExports, { spec, facts: goodFacts().answer(node2Id, share, 'denied no\n', before) });
    });
  });

  it('is violated by a mount from another address of the manager', () => {
    const facts = goodFacts().answer(node2Id, mounts(), mountInfo(nfsMount('9.9.9.11')));
    expectViolated(managerExports, { spec, facts }, [
      { ...ofNode2, code: 'OTHER_SOURCE', message: 'from 9.9.9.11:/chroot; it must be 9.9.9.10:/chroot' },
    ]);
  });

  it('goes by the address that the kernel uses, not by the name in the source', () => {
    const named = mountInfo(nfsMount(quorum, { source: 'storage.example.com:/chroot' }));
    expectMet(managerExports, { spec, facts: goodFacts().answer(node2Id, mounts(), named) });
  });

  it('leaves a node without a mount to R-NODE-2', () => {
    expectMet(managerExports, { spec, facts: goodFacts().answer(node2Id, mounts(), mountInfo()) });
  });

  it('is unknown for a node that only a host name in the exports could mean', () => {
    const facts = goodFacts().answer(managerId, nfsExports(), exported('9.9.9.12', '*.example.com'));
    const unclear = (remedy: object): void => {
      const context = { spec, moment: 'after', draft: false, clusterId: null } as const;
      const findings = managerExports.judge({ ...context, facts: facts.at(observedAt) });
      const expected = { verdict: 'UNKNOWN', messageCode: 'EXPORT_UNDECIDED', remedies: [remedy] };
      expect(findings.filter(({ verdict }) => verdict !== 'MET')).toMatchObject([expected]);
    };
    unclear({ title: 'Prove it again (TRIAL_MOUNT)', command: null });
    facts.answer(node2Id, trialMount(`${quorum}:/chroot`), 'denied no\n');
    unclear({
      title: expect.stringMatching(/^Take \*\.example\.com out of what \/etc\/exports of manager says of \/chroot, /),
      command: 'exportfs -ra',
    });
  });

  it('is unknown without looks, once for each host', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(managerExports, { spec }, expected);
  });

  it('is silent where a file server exports, and without a quorum address', () => {
    const external = { spec: publicCluster(withFileServer) };
    expectNotApplicable(managerExports, external, 'A file server exports user storage, not the manager.');
    const noQuorum = publicCluster((edited) => {
      edited.core.quorumAddress = null;
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(managerExports, { spec: noQuorum }, reason);
  });
});
