import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { settableLimit } from '../../../../src/proofs/storage/quota-refused.proof.js';
import { remoteQuotas } from '../../../../src/rules/storage/r-sto-4-remote-quotas.rule.js';
import {
  clusterId,
  fileServerId,
  managerId,
  publicCluster,
  withAppliance,
  withFileServer,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const observed = publicCluster(withObservedFileServer);
const violation = {
  subject: `Host ${fileServerId}`,
  code: 'NO_REMOTE_QUOTAS',
  severity: 'ERROR',
  field: ['members', '3'],
  message: 'File server files offers no quotas by RPC (program 100011)',
  remedy: { command: 'systemctl enable --now quotarpc' },
} as const;
const notTaken = {
  ...violation,
  code: 'QUOTA_NOT_TAKEN',
  message: 'File server files offers quotas by RPC, and takes none of the manager: setquota: not permitted',
  remedy: [{ command: 'quotaon -pag' }, 'proveCluster'],
} as const;
const offering = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs', 'quota'));
const without = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs'));

describe('R-STO-4', () => {
  it('is met by a file server that offers them', () => {
    expectMet(remoteQuotas, { spec: observed, facts: offering, moment: 'before' });
  });

  describe('once it was tried to set one', () => {
    const tried = (facts: HostFacts, said: string, at = observedAt): HostFacts =>
      facts.answer(managerId, settableLimit(), `${said}\n`, at);
    const fresh = (): HostFacts => new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs', 'quota'));

    it('is met where the limit was taken', () => {
      expectMet(remoteQuotas, { spec: observed, facts: tried(fresh(), 'limited'), moment: 'before' });
    });

    it('is violated where it was refused, for whoever may mend it', () => {
      const facts = tried(fresh(), 'refused setquota: not permitted');
      expectViolated(remoteQuotas, { spec: observed, facts, moment: 'before' }, [notTaken]);
      const ours = { spec: publicCluster(withFileServer), facts, moment: 'after' } as const;
      expectViolated(remoteQuotas, ours, [{ ...notTaken, remedy: ['repairCluster', 'proveCluster'] }]);
    });

    it('is judged of an appliance by that alone', () => {
      const context = { spec: publicCluster(withAppliance), moment: 'before', draft: false, clusterId } as const;
      const judged = (facts: HostFacts): unknown => remoteQuotas.judge({ ...context, facts: facts.at(observedAt) });
      const notAsked = { verdict: 'UNKNOWN', severity: 'INFO', remedies: [] };
      expect(judged(new HostFacts())).toMatchObject([notAsked]);
      expect(judged(tried(new HostFacts(), 'limited'))).toMatchObject([notAsked, { verdict: 'MET' }]);
      expect(judged(tried(new HostFacts(), 'refused setquota: not permitted'))).toMatchObject([
        notAsked,
        {
          ...{ verdict: 'VIOLATED', severity: 'ERROR', messageCode: 'QUOTA_NOT_TAKEN', field: ['members', '3'] },
          message: 'File server files takes no quotas of the manager: setquota: not permitted',
          remedies: [{ command: null, mutation: null }, { mutation: 'proveCluster' }],
        },
      ]);
    });

    it('goes by the look where the server was looked at since', () => {
      const before = new Date(observedAt.getTime() - 1000);
      const facts = tried(fresh(), 'refused setquota: not permitted', before);
      expectMet(remoteQuotas, { spec: observed, facts, moment: 'before' });
    });
  });

  it('is violated by one that offers none; a warning where no quotas are wanted', () => {
    expectViolated(remoteQuotas, { spec: observed, facts: without, moment: 'before' }, [violation]);
    const unwanted = publicCluster((edited) => {
      withObservedFileServer(edited);
      edited.core.quotasRequired = false;
    });
    const warning = { ...violation, severity: 'WARNING' } as const;
    expectViolated(remoteQuotas, { spec: unwanted, facts: without, moment: 'before' }, [warning]);
  });

  it('is mended by converging again where the file server is set up', () => {
    const given = { spec: publicCluster(withFileServer), facts: without, moment: 'after' } as const;
    expectViolated(remoteQuotas, given, [{ ...violation, remedy: 'repairCluster' }]);
  });

  it('is silent about a server of ours while no quotas are wanted', () => {
    const spec = publicCluster((edited) => {
      withFileServer(edited);
      edited.core.quotasRequired = false;
    });
    const reason = 'The file server offers quotas by RPC as soon as the cluster or an account wants some.';
    expectNotApplicable(remoteQuotas, { spec, facts: without, moment: 'after' }, reason);
  });

  it('is unknown without a look', () => {
    const expected = [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }];
    expectUnknown(remoteQuotas, { spec: observed, moment: 'before' }, expected);
  });

  it('is silent where the manager holds user storage, and at the other moment', () => {
    const local = { spec: publicCluster(), moment: 'after' } as const;
    expectNotApplicable(remoteQuotas, local, 'The manager sets quotas on its own file system.');
    const reason = 'A file server that is only looked at is judged before anything is touched.';
    expectNotApplicable(remoteQuotas, { spec: observed, moment: 'after' }, reason);
  });
});
