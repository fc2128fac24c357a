import { trafficAway } from '../../../../src/rules/offload/r-off-1-traffic-away.rule.js';
import { managerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { sharedByManager } from './duties.js';

describe('R-OFF-1', () => {
  it('is met by a manager that takes no share', () => {
    expectMet(trafficAway, { spec: publicCluster(sharedByManager(0, 80, 443)) });
  });

  it('names what a manager serves', () => {
    expectViolated(trafficAway, { spec: publicCluster(sharedByManager(2, 80, 25)) }, [
      {
        subject: `Host ${managerId}`,
        code: 'MANAGER_SERVES',
        severity: 'INFO',
        field: ['balancedServices'],
        message: 'Manager serves HTTP, SMTP itself',
        remedy: 'declare',
      },
    ]);
  });

  it('is silent without a node', () => {
    const alone = publicCluster(({ core }) => {
      core.members = core.members.filter(({ role }) => role !== 'NODE');
    });
    expectNotApplicable(trafficAway, { spec: alone }, 'The cluster has no node that could serve.');
  });
});
