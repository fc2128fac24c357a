import { oneManager } from '../../../../src/rules/server/r-srv-2-one-manager.rule.js';
import { memberOf, node1Id, publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

const withoutManager = publicCluster((spec) => {
  spec.core.members = spec.core.members.filter(({ role }) => role !== 'MANAGER');
});
const noManager = {
  subject: 'Cluster shop',
  code: 'NO_MANAGER',
  field: ['members'],
  message: 'Cluster shop has no manager',
  remedy: 'declare',
} as const;

describe('R-SRV-2', () => {
  it('is met by one manager with nodes', () => {
    expectMet(oneManager, { spec: publicCluster() });
  });

  it('is violated by a cluster without a manager', () => {
    expectViolated(oneManager, { spec: withoutManager }, [{ ...noManager, severity: 'ERROR' }]);
  });

  it('only informs a draft that has no manager yet', () => {
    expectViolated(oneManager, { spec: withoutManager, draft: true }, [{ ...noManager, severity: 'INFO' }]);
  });

  it('is violated by a second manager, in a draft too', () => {
    const spec = publicCluster((edited) => {
      memberOf(edited, node1Id).role = 'MANAGER';
    });
    expectViolated(oneManager, { spec, draft: true }, [
      {
        subject: `Host ${node1Id}`,
        code: 'SECOND_MANAGER',
        severity: 'ERROR',
        field: ['members', '1', 'role'],
        message: 'node1 is declared manager beside manager',
        remedy: 'declare',
      },
    ]);
  });
});
