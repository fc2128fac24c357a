import { nfsCall } from '../../../../src/probes/storage/nfs-call.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { toGlobalId } from '../../../../src/domain/ids.js';
import { blocking } from '../../../../src/rules/blocking.js';
import { exporterServesNfs } from '../../../../src/rules/storage/r-sto-3-exporter-serves-nfs.rule.js';
import { locksAreShared } from '../../../../src/rules/storage/r-sto-5-locks-are-shared.rule.js';
import { managerServesNfs } from '../../../../src/rules/vps/r-vps-3-manager-serves-nfs.rule.js';
import { remoteQuotas } from '../../../../src/rules/storage/r-sto-4-remote-quotas.rule.js';
import {
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

const call = nfsCall('9.9.9.15');
const answers = 'program 100003 version 3 ready and waiting\n';
const late = { exitCode: 124, stderr: 'Killed\n' };
const notRegistered = { exitCode: 1, stderr: 'rpcinfo: RPC: Program not registered\n' };

/** What manager and nodes hear from the file server. */
function reachedFacts(): HostFacts {
  const facts = new HostFacts();
  for (const client of [managerId, node1Id, node2Id]) facts.answer(client, call, answers);
  return facts;
}

const notReached = {
  subject: `Host ${node2Id}`,
  code: 'NOT_REACHED',
  severity: 'ERROR',
  field: ['members', '2'],
  remedy: [{ command: 'nft list ruleset' }, 'observeHosts'],
} as const;

describe('R-STO-3 of a manager that exports', () => {
  const spec = publicCluster();

  it('is met when it offers NFS', () => {
    const facts = new HostFacts().answer(managerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectMet(exporterServesNfs, { spec, facts, moment: 'after' });
  });

  it('is violated when it offers none, which converging again mends', () => {
    const facts = new HostFacts().answer(managerId, ownRpcPrograms(), rpcInfo('lockManager'));
    expectViolated(exporterServesNfs, { spec, facts, moment: 'after' }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_NFS',
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'manager exports user storage but offers no NFS (RPC program 100003)',
        remedy: ['repairCluster', { command: 'systemctl restart nfs-server' }],
      },
    ]);
  });

  it('names the port mapper where that is what does not run, from which the rest follows', () => {
    const refused = { exitCode: 1, stderr: '127.0.0.1: RPC: Remote system error - Connection refused\n' };
    const facts = new HostFacts().answer(managerId, ownRpcPrograms(), refused);
    expectViolated(exporterServesNfs, { spec, facts, moment: 'after' }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_PORT_MAPPER',
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'manager exports user storage and has no port mapper (rpcbind), by which version 3 of NFS',
        remedy: ['repairCluster', { command: 'systemctl enable --now rpcbind.socket && ' }],
      },
    ]);
    const context = { spec, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId: null } as const;
    expect(managerServesNfs.judge(context)).toMatchObject([
      {
        messageCode: 'NO_PORT_MAPPER',
        message:
          'Manager does not serve NFS: no such program is registered, as it has no port mapper (rpcbind): this follows from R-STO-3.',
      },
    ]);
  });

  it('is unknown without a look', () => {
    const expected = [{ subject: `Host ${managerId}`, lookAt: managerId }];
    expectUnknown(exporterServesNfs, { spec, moment: 'after' }, expected);
  });

  it('is silent before it was set up', () => {
    expectNotApplicable(exporterServesNfs, { spec, moment: 'before' }, 'The manager is judged once it is set up.');
  });
});

describe('R-STO-3 of a file server that is only looked at', () => {
  const spec = publicCluster(withObservedFileServer);

  it('is met when it offers NFS and answers manager and nodes', () => {
    const facts = reachedFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectMet(exporterServesNfs, { spec, facts, moment: 'before' });
  });

  it('is violated for a node that gets no answer, however much it says of itself', () => {
    const facts = reachedFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs')).answer(node2Id, call, late);
    const message =
      'node2 gets no answer of NFS version 3 (ports 111 and 2049) from file server files at 9.9.9.15: nobody answers within 5 s.';
    expectViolated(exporterServesNfs, { spec, facts, moment: 'before' }, [{ ...notReached, message }]);
  });

  it('leaves to R-STO-6 which versions it offers', () => {
    const facts = reachedFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectMet(exporterServesNfs, { spec, facts: facts.answer(node2Id, call, notRegistered), moment: 'before' });
  });

  it.each([
    ['nothing there can call it', { exitCode: 127 }, 'COMMAND_MISSING', { installFirst: 'rpcbind' }],
    ['nobody has looked', undefined, 'NOT_LOOKED_AT', { lookAt: node2Id }],
  ])('is unknown of a node where %s, which is in nobody’s way', (_, answer, code, remedy) => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs'));
    for (const client of [managerId, node1Id]) facts.answer(client, call, answers);
    if (answer !== undefined) facts.answer(node2Id, call, answer);
    expectUnknown(exporterServesNfs, { spec, facts, moment: 'before' }, [{ subject: `Host ${node2Id}`, ...remedy }]);
    const context = { spec, facts: facts.at(observedAt), draft: false, clusterId: null };
    const findings = exporterServesNfs.judge({ ...context, moment: 'before' });
    expect(findings.find(({ verdict }) => verdict === 'UNKNOWN')).toMatchObject({
      messageCode: code,
      severity: 'INFO',
    });
    expect(blocking(findings, [])).toEqual([]);
  });

  it('is violated without NFS, which only a person can switch on', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo());
    // It follows from that.
    facts.answer(node2Id, call, notRegistered);
    expectViolated(exporterServesNfs, { spec, facts, moment: 'before' }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'NO_NFS',
        severity: 'ERROR',
        field: ['members', '3'],
        message: 'files exports user storage but offers no NFS',
        remedy: { command: 'systemctl restart nfs-server' },
      },
    ]);
  });

  it('names the port mapper to a server that has none, as one of version 4 alone, and so do locks and quotas', () => {
    const refused = { exitCode: 1, stderr: '127.0.0.1: RPC: Remote system error - Connection refused\n' };
    const facts = reachedFacts().answer(fileServerId, ownRpcPrograms(), refused);
    const ofFiles = { subject: `Host ${fileServerId}`, severity: 'ERROR', field: ['members', '3'] } as const;
    expectViolated(exporterServesNfs, { spec, facts, moment: 'before' }, [
      {
        ...{ ...ofFiles, code: 'NO_PORT_MAPPER', remedy: { command: 'systemctl enable --now rpcbind.socket && ' } },
        message: 'files exports user storage and has no port mapper (rpcbind), by which version 3 of NFS',
      },
    ]);
    const follows = 'as it has no port mapper (rpcbind): this follows from R-STO-3.';
    for (const rule of [remoteQuotas, locksAreShared]) {
      const judged = rule.judge({ spec, facts: facts.at(observedAt), moment: 'before', draft: false, clusterId: null });
      const message: unknown = expect.stringContaining(follows);
      expect(judged).toMatchObject([{ messageCode: 'NO_PORT_MAPPER', message }]);
    }
    const spoken = facts.answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs')).answer(node2Id, call, refused);
    const message = 'it is refused, by a firewall or as there is no port mapper (rpcbind)';
    expectViolated(exporterServesNfs, { spec, facts: spoken, moment: 'before' }, [{ ...notReached, message }]);
  });

  it('is unknown until it was looked at', () => {
    const expected = [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }];
    expectUnknown(exporterServesNfs, { spec, facts: reachedFacts(), moment: 'before' }, expected);
  });

  it('is silent once steps ran', () => {
    const reason = 'A file server that is only looked at is judged before anything is touched.';
    expectNotApplicable(exporterServesNfs, { spec, moment: 'after' }, reason);
  });

  it('is silent while the file server has no address', () => {
    const unplaced = publicCluster((edited) => {
      withObservedFileServer(edited);
      memberOf(edited, fileServerId).addresses = [];
    });
    const reason = 'The value does not say yet who exports user storage at which address.';
    expectNotApplicable(exporterServesNfs, { spec: unplaced, moment: 'before' }, reason);
  });
});

describe('R-STO-3 of an appliance', () => {
  const spec = publicCluster(withAppliance);

  it('is violated for a node that it offers no NFS, of which a person has to tell the appliance', () => {
    const facts = reachedFacts().answer(node2Id, call, notRegistered);
    const findings = exporterServesNfs.judge({
      ...{ spec, facts: facts.at(observedAt), moment: 'before', draft: false, clusterId: null },
    });
    expect(findings.map(({ verdict, subject }) => [verdict, subject.id])).toEqual([
      ['UNKNOWN', fileServerId],
      ['MET', managerId],
      ['MET', node1Id],
      ['VIOLATED', node2Id],
    ]);
    expect(findings.at(-1)).toMatchObject({
      messageCode: 'NOT_REACHED',
      message: expect.stringContaining('from file server files at 9.9.9.15: there is none.'),
      evidence: [{ hostId: node2Id, answer: { stderr: notRegistered.stderr } }],
      remedies: [
        { title: 'Have files let node2 connect to ports 111 and 2049', mutation: null, command: null },
        { mutation: 'observeHosts', input: { hostIds: [toGlobalId('Host', node2Id)] } },
      ],
    });
  });
});

describe('R-STO-3 of a file server that is set up', () => {
  const spec = publicCluster(withFileServer);

  it('is violated for a node that gets no answer', () => {
    const facts = reachedFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs')).answer(node2Id, call, late);
    const message = 'node2 gets no answer of NFS version 3';
    expectViolated(exporterServesNfs, { spec, facts, moment: 'after' }, [{ ...notReached, message }]);
  });

  it('is violated without NFS, which converging again mends', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo());
    expectViolated(exporterServesNfs, { spec, facts, moment: 'after' }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'NO_NFS',
        severity: 'ERROR',
        field: ['members', '3'],
        message: 'files exports user storage but offers no NFS',
        remedy: ['repairCluster', { command: 'systemctl restart nfs-server' }],
      },
    ]);
  });

  it('is silent before', () => {
    const reason = 'The file server is judged once it is set up.';
    expectNotApplicable(exporterServesNfs, { spec, moment: 'before' }, reason);
  });
});
