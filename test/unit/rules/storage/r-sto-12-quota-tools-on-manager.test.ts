import { quotaTools } from '../../../../src/probes/storage/quota-tools.js';
import { quotaToolsOnManager } from '../../../../src/rules/storage/r-sto-12-quota-tools-on-manager.rule.js';
import { managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster();

function saying(said: string): HostFacts {
  return new HostFacts().answer(managerId, quotaTools(), said);
}

describe('R-STO-12', () => {
  it('is met by a manager with the quota tools', () => {
    expectMet(quotaToolsOnManager, { spec, facts: saying('Usage:\n  setquota [-u|-g|-P]\n') });
  });

  it('is violated by a manager without them', () => {
    expectViolated(quotaToolsOnManager, { spec, facts: saying('none\n') }, [
      {
        subject: `Host ${managerId}`,
        code: 'NO_QUOTA_TOOLS_ON_MANAGER',
        severity: 'INFO',
        field: ['members', '0'],
        message: 'Manager has no quota tools',
        remedy: ['repairCluster', { command: 'apt-get install quota' }],
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(quotaToolsOnManager, { spec }, [{ subject: `Host ${managerId}`, lookAt: managerId }]);
  });

  it('is silent where nobody wants quotas', () => {
    const unwanted = publicCluster(({ core }) => {
      core.quotasRequired = false;
    });
    expectNotApplicable(quotaToolsOnManager, { spec: unwanted }, 'Neither the cluster nor an account wants quotas.');
  });
});
