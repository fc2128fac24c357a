import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { exporterServesNfs } from '../../../../src/rules/storage/r-sto-3-exporter-serves-nfs.rule.js';
import {
  fileServerId,
  managerId,
  memberOf,
  publicCluster,
  withFileServer,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

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

describe('R-STO-3 of a file server that is only looked at', () => {
  const spec = publicCluster(withObservedFileServer);

  it('is met when it offers NFS', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs'));
    expectMet(exporterServesNfs, { spec, facts, moment: 'before' });
  });

  it('is violated without NFS, which only a person can switch on', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo());
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

  it('is unknown until it was looked at', () => {
    const expected = [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }];
    expectUnknown(exporterServesNfs, { spec, moment: 'before' }, expected);
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

describe('R-STO-3 of a file server that is set up', () => {
  const spec = publicCluster(withFileServer);

  it('is violated without NFS, which converging again mends', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo());
    expectViolated(exporterServesNfs, { spec, facts, moment: 'after' }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'NO_NFS',
        severity: 'ERROR',
        field: ['members', '3'],
        message: 'files exports user storage but offers no NFS',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is silent before', () => {
    const reason = 'The file server is judged once it is set up.';
    expectNotApplicable(exporterServesNfs, { spec, moment: 'before' }, reason);
  });
});
