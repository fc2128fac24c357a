import { defaultDuties } from '../../../../src/rules/manager/r-cm-6-default-duties.rule.js';
import { managerId, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { all, sharedByManager, withDefaultDuties, withPanel } from '../offload/duties.js';

describe('R-CM-6', () => {
  it('is met by a manager that does nothing but balance', () => {
    expectMet(defaultDuties, { spec: publicCluster(all(withFileServer, sharedByManager(0, 80))) });
  });

  it('tells all that a manager does besides', () => {
    expectViolated(defaultDuties, { spec: publicCluster(all(withDefaultDuties, withPanel)) }, [
      {
        subject: `Host ${managerId}`,
        code: 'KEEPS_DUTIES',
        severity: 'INFO',
        field: ['members', '0'],
        message:
          "Besides balancing, manager does: serving HTTP; user storage; the accounts' MySQL server; panel and webmail.",
        remedy: 'declare',
      },
    ]);
  });
});
