import { missingAccountTools } from '../../../../src/probes/accounts/missing-account-tools.js';
import { quotaSupport } from '../../../../src/probes/storage/quota-support.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { quotasNeedAFitServer } from '../../../../src/rules/storage/r-sto-13-quotas-need-a-fit-server.rule.js';
import { clusterId, fileServerId, publicCluster, withFileServer, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectUnverified, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const spec = publicCluster(withObservedFileServer);
const moment = 'before';
const subject = `Host ${fileServerId}`;
const violation = {
  subject,
  code: 'FILE_SERVER_UNFIT',
  severity: 'ERROR',
  field: ['userStorage', 'mode'],
  remedy: [{ declare: 'user storage MANAGER_LOCAL' }, { declare: 'quotasRequired false' }],
} as const;

function goodFacts(): HostFacts {
  return new HostFacts()
    .answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs', 'lockManager', 'lockStatus', 'quota'))
    .answer(
      fileServerId,
      quotaSupport('/export'),
      '/export ext4\ngroup quota on /export (/dev/sdb) is on (enforced)\n',
    );
}

describe('R-STO-13', () => {
  it('is met by a file server that meets what quotas need', () => {
    expectMet(quotasNeedAFitServer, { spec, facts: goodFacts(), moment });
  });

  it('is violated once by a file server that lacks something, and names the rules that say what', () => {
    const facts = goodFacts()
      .answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs'))
      .answer(fileServerId, quotaSupport('/export'), '/export ext4\ngroup quota on /export (/dev/sdb) is off\n');
    expectViolated(quotasNeedAFitServer, { spec, facts, moment }, [
      { ...violation, message: 'File server files does not meet R-STO-4, R-STO-5, R-STO-7, without which' },
    ]);
  });

  it('judges a file server that is set up by its account tools before, and by the rest after', () => {
    const managed = publicCluster(withFileServer);
    const facts = goodFacts().answer(fileServerId, missingAccountTools(), 'groupadd\n');
    expectViolated(quotasNeedAFitServer, { spec: managed, facts, moment }, [
      { ...violation, message: 'File server files does not meet R-STO-9,' },
    ]);
    expectMet(quotasNeedAFitServer, { spec: managed, facts, moment: 'after' });
  });

  it('is unknown once, however many of its rules are', () => {
    expectUnknown(quotasNeedAFitServer, { spec, moment }, [{ subject, lookAt: fileServerId }]);
  });

  it('is unknown with what the rule says to do that no look decides, and a look besides where one decides another', () => {
    const untold = '/export ext4\ngroup quota on /export (/dev/sdb) is on\n';
    const facts = goodFacts().answer(fileServerId, quotaSupport('/export'), untold);
    const remedy = 'Have quota tools on files that say whether quotas are enforced';
    expectUnverified(quotasNeedAFitServer, { spec, facts, moment }, [{ subject, remedy }]);
    const context = { spec, moment, draft: false, clusterId } as const;
    const unseen = new HostFacts().answer(fileServerId, quotaSupport('/export'), untold).at(observedAt);
    const [found] = quotasNeedAFitServer.judge({ ...context, facts: unseen });
    expect(found?.remedies.map(({ mutation, title }) => mutation ?? title)).toEqual([
      'observeHosts',
      expect.stringContaining(remedy),
    ]);
  });

  it('is violated by what is known, whatever else is not', () => {
    const facts = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('nfs', 'lockManager', 'lockStatus'));
    expectViolated(quotasNeedAFitServer, { spec, facts, moment }, [
      { ...violation, message: 'does not meet R-STO-4,' },
    ]);
  });

  it('is silent where the manager holds user storage or nobody wants quotas', () => {
    expectNotApplicable(
      quotasNeedAFitServer,
      { spec: publicCluster(), moment },
      'The manager sets quotas on its own file system.',
    );
    const unwanted = publicCluster((edited) => {
      withObservedFileServer(edited);
      edited.core.quotasRequired = false;
    });
    expectNotApplicable(
      quotasNeedAFitServer,
      { spec: unwanted, moment },
      'Neither the cluster nor an account wants quotas.',
    );
  });
});
