import { webmailIsHeavy } from '../../../../src/rules/manager/r-cm-8-webmail-is-heavy.rule.js';
import { managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { all, sharedByManager, withPanel } from '../offload/duties.js';

describe('R-CM-8', () => {
  it('is met where nodes alone serve web traffic', () => {
    expectMet(webmailIsHeavy, { spec: publicCluster(all(withPanel, sharedByManager(0, 80, 443))) });
  });

  it.each([
    ['takes a share of it', sharedByManager(1, 443)],
    ['serves what nobody balances', sharedByManager(0, 25)],
  ])('is violated by a manager that %s', (_, services) => {
    expectViolated(webmailIsHeavy, { spec: publicCluster(all(withPanel, services)) }, [
      {
        subject: `Host ${managerId}`,
        code: 'WEBMAIL_ON_MANAGER',
        severity: 'INFO',
        field: ['balancedServices'],
        message: 'Manager serves web traffic and with it webmail',
        remedy: 'declare',
      },
    ]);
  });

  it('is silent without a panel', () => {
    const reason = 'The cluster has no panel, and hence none of its webmail.';
    expectNotApplicable(webmailIsHeavy, { spec: publicCluster() }, reason);
  });
});
