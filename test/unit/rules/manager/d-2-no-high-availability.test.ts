import { noHighAvailability } from '../../../../src/rules/manager/d-2-no-high-availability.rule.js';
import { dualCluster, managerId, memberOf, publicCluster } from '../clusters.js';
import { expectNotApplicable, expectViolated } from '../harness.js';

describe('D-2', () => {
  it.each([publicCluster(), dualCluster()])('is told of every cluster with a manager, %#', (spec) => {
    expectViolated(noHighAvailability, { spec }, [
      {
        ...{ subject: 'Cluster shop', code: 'SINGLE_MANAGER', severity: 'INFO', field: ['members', '0'] },
        ...{ message: 'All connections come in through manager', remedy: 'declare' },
      },
    ]);
  });

  it('is silent without a manager', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, managerId).role = 'NODE';
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(noHighAvailability, { spec }, reason);
  });
});
