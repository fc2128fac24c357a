import { ownRpcPrograms, rpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { exporterServesNfs } from '../../../../src/rules/storage/r-sto-3-exporter-serves-nfs.rule.js';
import { dualCluster, fileServerId, managerId, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const ofFileServer = rpcPrograms('9.9.9.15');

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
        remedy: 'repairCluster',
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

describe('R-STO-3 of a file server', () => {
  const spec = publicCluster(withFileServer);

  it('is met when the manager sees its NFS', () => {
    const facts = new HostFacts().answer(managerId, ofFileServer, rpcInfo('nfs'));
    expectMet(exporterServesNfs, { spec, facts, moment: 'before' });
  });

  it('is violated without NFS, which only a person can switch on', () => {
    const facts = new HostFacts().answer(managerId, ofFileServer, rpcInfo());
    expectViolated(exporterServesNfs, { spec, facts, moment: 'before' }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'NO_NFS',
        severity: 'ERROR',
        field: ['members', '3'],
        message: 'files exports user storage but offers no NFS',
        remedy: 'command',
      },
    ]);
  });

  it('is unknown until the manager, from which it is asked, was looked at', () => {
    const expected = [{ subject: `Host ${fileServerId}`, lookAt: managerId }];
    expectUnknown(exporterServesNfs, { spec, moment: 'before' }, expected);
  });

  it('is unknown when it refuses the connection, which a firewall does too', () => {
    const facts = new HostFacts().answer(managerId, ofFileServer, {
      exitCode: 1,
      stderr: '9.9.9.15: RPC: Remote system error - Connection refused\n',
    });
    const expected = [{ subject: `Host ${fileServerId}`, lookAt: managerId }];
    expectUnknown(exporterServesNfs, { spec, facts, moment: 'before' }, expected);
  });

  it('is asked at its address in the network of the quorum address', () => {
    const dual = dualCluster((edited) => {
      withFileServer(edited);
      edited.core.members[3]?.addresses.push({ network: 'private', address: '10.0.0.15', purpose: 'HOST' });
    });
    const facts = new HostFacts().answer(managerId, rpcPrograms('10.0.0.15'), rpcInfo('nfs'));
    expectMet(exporterServesNfs, { spec: dual, facts, moment: 'before' });
  });

  it('is silent once steps ran', () => {
    const reason = 'A file server is judged before anything is touched.';
    expectNotApplicable(exporterServesNfs, { spec, moment: 'after' }, reason);
  });

  it('is silent while the file server has no address', () => {
    const unplaced = publicCluster((edited) => {
      withFileServer(edited);
      edited.core.members = edited.core.members.map((member) =>
        member.role === 'FILE_SERVER' ? { ...member, addresses: [] } : member,
      );
    });
    const reason = 'The value does not say yet who exports user storage at which address.';
    expectNotApplicable(exporterServesNfs, { spec: unplaced, moment: 'before' }, reason);
  });
});
