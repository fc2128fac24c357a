import { webmailOnNodes } from '../../../../src/rules/offload/r-off-5-webmail-on-nodes.rule.js';
import { publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { all, sharedByManager, withPanel } from './duties.js';

describe('R-OFF-5', () => {
  it('is met where nodes take both web ports', () => {
    expectMet(webmailOnNodes, { spec: publicCluster(all(withPanel, sharedByManager(0, 80, 443))) });
  });

  it('names the web port that no node takes', () => {
    expectViolated(webmailOnNodes, { spec: publicCluster(all(withPanel, sharedByManager(1, 80))) }, [
      {
        subject: 'Cluster shop',
        code: 'WEBMAIL_NOT_BALANCED',
        severity: 'INFO',
        field: ['balancedServices'],
        message: 'No node takes connections to port 443',
        remedy: 'declare',
      },
    ]);
  });

  it('is silent without a panel', () => {
    const reason = 'The cluster has no panel, and hence none of its webmail.';
    expectNotApplicable(webmailOnNodes, { spec: publicCluster() }, reason);
  });
});
