import { trialMount } from '../../../../src/proofs/storage/trial-mount.proof.js';
import { addressNames } from '../../../../src/probes/network/address-names.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { nfsExports } from '../../../../src/probes/storage/nfs-exports.js';
import { blocking } from '../../../../src/rules/blocking.js';
import { fileServerAdmitsAll } from '../../../../src/rules/storage/r-sto-16-file-server-admits-all.rule.js';
import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import {
  clusterId,
  dualCluster,
  fileServerId,
  managerId,
  memberOf,
  node1Id,
  node2Id,
  publicCluster,
  withAppliance,
  withFileServer,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const addresses = { manager: '9.9.9.11', node1: '9.9.9.12', node2: '9.9.9.13' };
const subjects = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: fileServerId }));

function exported(clients: readonly string[], options = 'rw,no_root_squash'): string {
  return clients.map((client) => `/export  ${client}(sync,${options})\n`).join('');
}

function facts(text: string): HostFacts {
  const seen = new HostFacts().answer(fileServerId, nfsExports(), text);
  for (const [name, address] of Object.entries(addresses)) {
    seen.answer(fileServerId, addressNames([address]), `${address} ${name}.example.com ${name}\n`);
  }
  return seen;
}

function node2(
  code: string,
  message: string,
  remedy: Parameters<typeof expectViolated>[2][number]['remedy'],
): Parameters<typeof expectViolated>[2] {
  return [{ subject: `Host ${node2Id}`, code, severity: 'ERROR', field: ['members', '2'], message, remedy }];
}

describe('R-STO-16 of a file server that is only looked at', () => {
  const spec = publicCluster(withObservedFileServer);
  const moment = 'before';
  const twoOfThree = exported([addresses.manager, addresses.node1]);

  it.each([
    ['addresses', exported(Object.values(addresses))],
    ['a network', exported(['9.9.9.0/24'])],
    ['everybody', exported(['*'])],
    ['names', exported([addresses.manager, 'node?.example.com'])],
  ])('is met by exports to %s', (_, text) => {
    expectMet(fileServerAdmitsAll, { spec, facts: facts(text), moment });
  });

  it('is violated before anything is touched by a node that is left out', () => {
    const message = 'File server files does not export /export to node2 (9.9.9.13).';
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: facts(twoOfThree), moment },
      node2('NOT_EXPORTED', message, { command: "echo '/export 9.9.9.13(rw" }),
    );
  });

  it('says what to run there, with the exports as evidence', () => {
    const context = { spec, moment, draft: false, clusterId: null } as const;
    const findings = fileServerAdmitsAll.judge({ ...context, facts: facts(twoOfThree).at(observedAt) });
    const command = "echo '/export 9.9.9.13(rw,sync,no_root_squash,no_subtree_check)' >>/etc/exports && exportfs -ra";
    expect(findings.filter(({ verdict }) => verdict === 'VIOLATED')).toMatchObject([
      {
        evidence: [{ hostId: fileServerId, probeId: 'storage.exports', answer: { exitCode: 0, stdout: twoOfThree } }],
        remedies: [{ command, hostId: fileServerId, mutation: null }],
      },
    ]);
  });

  it('is violated by another path and by one that lacks what sites need', () => {
    const elsewhere = `/srv  ${addresses.node2}(rw,no_root_squash)\n`;
    const message = 'does not export /export to node2';
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: facts(`${twoOfThree}${elsewhere}`), moment },
      node2('NOT_EXPORTED', message, { command: "echo '/export 9.9.9.13(rw" }),
    );
    const squashed = `${twoOfThree}${exported([addresses.node2], 'ro,root_squash')}`;
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: facts(squashed), moment },
      node2('EXPORT_OPTIONS', 'exports /export to node2 without rw and no_root_squash', { command: 'exportfs -ra' }),
    );
  });

  it('is violated by an export that takes the rights of everybody, as network storage is often set up', () => {
    const all = 'rw,secure,no_root_squash,all_squash,anonuid=1024,anongid=100';
    const seen = facts(`${twoOfThree}${exported([addresses.node2], all)}`);
    const expected = node2('EXPORT_OPTIONS', 'exports /export to node2 without no_all_squash.', {
      command: 'exportfs -ra',
    });
    expectViolated(fileServerAdmitsAll, { spec, facts: seen, moment }, expected);
    // Written as root, which `anonuid=0` allows to everybody.
    seen.answer(node2Id, trialMount('9.9.9.15:/export'), 'mounted\n');
    expectViolated(fileServerAdmitsAll, { spec, facts: seen, moment }, expected);
  });

  it('is unknown without looks', () => {
    expectUnknown(fileServerAdmitsAll, { spec, moment }, [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }]);
  });

  it('is unknown where names are exported to and nobody asked for those of the addresses', () => {
    const seen = new HostFacts().answer(fileServerId, nfsExports(), exported(['*.example.com']));
    expectUnknown(fileServerAdmitsAll, { spec, facts: seen, moment }, subjects);
  });

  it('asks for the address of a host that only a netgroup could mean', () => {
    const context = { spec, moment, draft: false, clusterId: null } as const;
    const text = `${twoOfThree}${exported(['@web'])}`;
    const [finding] = fileServerAdmitsAll
      .judge({ ...context, facts: facts(text).at(observedAt) })
      .filter(({ verdict }) => verdict !== 'MET');
    expect(finding).toMatchObject({
      verdict: 'UNKNOWN',
      message: 'Not known of files: whether @web in its exports means node2.',
      remedies: [{ command: expect.stringContaining('9.9.9.13(rw') }],
    });
  });

  it('compares the addresses in the network that the file server is mounted from', () => {
    const dual = dualCluster((edited: ClusterSpec) => {
      withObservedFileServer(edited);
      memberOf(edited, fileServerId).addresses = [{ network: 'private', address: '10.0.0.15', purpose: 'HOST' }];
    });
    const seen = new HostFacts().answer(fileServerId, nfsExports(), exported(['10.0.0.0/24']));
    expectMet(fileServerAdmitsAll, { spec: dual, facts: seen, moment });
    const message = 'does not export /export to manager (10.0.0.11).';
    const outside = new HostFacts().answer(fileServerId, nfsExports(), exported(['9.9.9.0/24', '10.0.0.12/31']));
    expectViolated(fileServerAdmitsAll, { spec: dual, facts: outside, moment }, [
      {
        subject: `Host ${managerId}`,
        code: 'NOT_EXPORTED',
        severity: 'ERROR',
        field: ['members', '0'],
        message,
        remedy: { command: "echo '/export 10.0.0.11(rw" },
      },
    ]);
  });

  it('says of a stopped NFS server that nobody is left out by a cause of its own, and has it started', () => {
    const seen = facts('').answer(fileServerId, ownRpcPrograms(), rpcInfo());
    const context = { spec, moment, draft: false, clusterId: null } as const;
    const judged = fileServerAdmitsAll.judge({ ...context, facts: seen.at(observedAt) });
    expect(judged.map(({ messageCode }) => messageCode)).toEqual(['NOT_EXPORTED', 'NOT_EXPORTED', 'NOT_EXPORTED']);
    expect(judged[2]).toMatchObject({
      message:
        'File server files exports /export to nobody, node2 (9.9.9.13) included, as its NFS server does not run: this follows from R-STO-3, and is over with that.',
      evidence: [{ probeId: nfsExports().id }, { probeId: ownRpcPrograms().id }],
      remedies: [{ mutation: null, command: expect.stringContaining('nfs-server'), hostId: fileServerId }],
    });
  });

  it('is silent once steps ran', () => {
    const reason = 'A file server that is only looked at is judged before anything is touched.';
    expectNotApplicable(fileServerAdmitsAll, { spec, moment: 'after' }, reason);
  });
});

describe('R-STO-16 of a file server that is set up', () => {
  const spec = publicCluster(withFileServer);

  it('is violated by a node that is left out, which converging again mends', () => {
    const seen = facts(exported([addresses.manager, addresses.node1]));
    const message = 'does not export /export to node2';
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: seen, moment: 'after' },
      node2('NOT_EXPORTED', message, 'repairCluster'),
    );
  });

  it('is unknown where only a netgroup could mean a node, until a mount was tried, and then the exports are to be cleared', () => {
    const seen = facts(exported([addresses.manager, addresses.node1, '@web']));
    const unclear = (remedy: object): void => {
      const context = { spec, moment: 'after', draft: false, clusterId: null } as const;
      const findings = fileServerAdmitsAll.judge({ ...context, facts: seen.at(observedAt) });
      const expected = { verdict: 'UNKNOWN', messageCode: 'EXPORT_UNDECIDED', remedies: [remedy] };
      expect(findings.filter(({ verdict }) => verdict !== 'MET')).toMatchObject([expected]);
    };
    unclear({ title: 'Prove it again (TRIAL_MOUNT)', command: null });
    seen.answer(node2Id, trialMount('9.9.9.15:/export'), 'denied mount.nfs: access denied by server\n');
    const title = expect.stringMatching(/^Take @web out of what \/etc\/exports of files says of \/export, /);
    unclear({ title, command: 'exportfs -ra', hostId: fileServerId });
  });

  it('is silent before, and where the manager exports', () => {
    const reason = 'The file server is judged once it is set up.';
    expectNotApplicable(fileServerAdmitsAll, { spec, moment: 'before' }, reason);
    const local = { spec: publicCluster(), moment: 'after' } as const;
    expectNotApplicable(fileServerAdmitsAll, local, 'The manager exports user storage, not a file server.');
  });
});

describe('R-STO-16 once the share was mounted on trial', () => {
  const spec = publicCluster(withObservedFileServer);
  const moment = 'before';
  const share = trialMount('9.9.9.15:/export');
  const group = exported([addresses.manager, addresses.node1, '@nodes']);

  it('is met where only the mount shows that a host is meant', () => {
    expectMet(fileServerAdmitsAll, { spec, facts: facts(group).answer(node2Id, share, 'mounted\n'), moment });
  });

  it('is violated where the server denies what it exports', () => {
    const denied = facts(exported(['*'])).answer(node2Id, share, 'denied mount.nfs: access denied by server\n');
    const message = 'exports /export to node2, and denies the mount all the same: mount.nfs: access denied';
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: denied, moment },
      node2('MOUNT_DENIED', message, [{ command: "echo '/export 9.9.9.13(rw" }, 'proveCluster']),
    );
  });

  const unusable = [
    [
      'readOnly sh: 1: cannot create file: Read-only file system',
      'lets nothing be written to it: sh: 1: cannot create',
    ],
    ['squashed sh: 1: cannot create file: Permission denied', "takes root's rights from it: sh: 1: cannot create"],
    ['squashed', "takes root's rights from it."],
  ] as const;

  it.each(unusable)('is violated where what is exported cannot be used: %s', (said, does) => {
    const seen = facts(exported(['*'])).answer(node2Id, share, `${said}\n`);
    const message = `File server files exports /export to node2, and ${does}`;
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: seen, moment },
      node2('MOUNT_UNUSABLE', message, [{ command: 'exportfs -ra' }, 'proveCluster']),
    );
  });

  it.each(unusable)('is violated of a server that is set up, and converging again mends it: %s', (said, does) => {
    const managed = { spec: publicCluster(withFileServer), moment: 'after' } as const;
    const seen = facts(exported(['*'])).answer(node2Id, share, `${said}\n`);
    const expected = node2('MOUNT_UNUSABLE', `exports /export to node2, and ${does}`, [
      'repairCluster',
      'proveCluster',
    ]);
    expectViolated(fileServerAdmitsAll, { ...managed, facts: seen }, expected);
  });

  it('is met where options were wrong and a mount was written since', () => {
    const seen = facts(exported(['*'], 'ro,root_squash')).answer(managerId, share, 'mounted\n');
    for (const id of [node1Id, node2Id]) seen.answer(id, share, 'mounted\n');
    expectMet(fileServerAdmitsAll, { spec, facts: seen, moment });
  });

  it('goes by the exports again where they were looked at since', () => {
    const before = new Date(observedAt.getTime() - 60_000);
    const seen = facts(exported(['*'])).answer(node2Id, share, 'denied mount.nfs: access denied\n', before);
    expectMet(fileServerAdmitsAll, { spec, facts: seen, moment });
  });
});

describe('R-STO-16 of an appliance, which nobody can ask', () => {
  const spec = publicCluster(withAppliance);
  const moment = 'before';
  const trial = trialMount('9.9.9.15:/export');
  const tried = (said: string): HostFacts =>
    [managerId, node1Id]
      .reduce((seen, id) => seen.answer(id, trial, 'mounted'), new HostFacts())
      .answer(node2Id, trial, said);

  it('is not known before a mount on trial, which blocks nothing, and is offered', () => {
    const context = { spec, moment, draft: false, clusterId } as const;
    const findings = fileServerAdmitsAll.judge({ ...context, facts: new HostFacts().at(observedAt) });
    expect(blocking(findings, [])).toEqual([]);
    expect(findings).toMatchObject(
      [managerId, node1Id, node2Id].map((id) => ({
        ...{ verdict: 'UNKNOWN', severity: 'INFO', messageCode: 'NO_ACCESS', subject: { kind: 'Host', id } },
        remedies: [{ mutation: 'proveCluster', input: { proofs: ['TRIAL_MOUNT'] } }],
      })),
    );
  });

  it('tells why a mount on trial showed nothing, which blocks nothing either', () => {
    const failed = tried('mounted').answer(node2Id, trial, { exitCode: 32, stderr: 'mount.nfs: No route to host' });
    const context = { spec, moment, draft: false, clusterId } as const;
    const findings = fileServerAdmitsAll.judge({ ...context, facts: failed.at(observedAt) });
    expect(blocking(findings, [])).toEqual([]);
    expect(findings.filter(({ verdict }) => verdict !== 'MET').map(({ message }) => message)).toEqual([
      'Not known of files: it is an appliance, to which nobody logs in; a mount on trial on node2 did not show whether that is admitted: mount.nfs ended with 32: mount.nfs: No route to host.',
    ]);
  });

  it('is met where each client could mount it and write', () => {
    expectMet(fileServerAdmitsAll, { spec, facts: tried('mounted'), moment });
  });

  it.each([
    [
      'denied mount.nfs: access denied by server',
      'does not let node2 (9.9.9.13) mount /export: mount.nfs: access denied by server.',
    ],
    ['readOnly sh: Read-only file system', 'lets node2 (9.9.9.13) mount /export only to read.'],
    ['squashed', "lets node2 (9.9.9.13) mount /export without root's rights."],
  ])('is violated by a mount that is %s', (said, message) => {
    expectViolated(
      fileServerAdmitsAll,
      { spec, facts: tried(said), moment },
      node2('NOT_ADMITTED', message, [{ declare: 'Have files export /export to 9.9.9.13' }, 'proveCluster']),
    );
  });
});
