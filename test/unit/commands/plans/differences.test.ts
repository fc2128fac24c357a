import { differences } from '../../../../src/commands/plans/differences.js';
import type { PlanOutline } from '../../../../src/commands/plans/plan-outline.js';

const planned: PlanOutline = {
  ...{ clusterId: 'c', revision: 1, ledgerVersion: '1', shape: 'same', units: [] },
  findings: [],
};

const saying = (rule: string, verdict: string, code: string): PlanOutline => ({
  ...planned,
  findings: [{ rule, moment: 'before', subject: 'Host h', verdict, code, severity: 'ERROR' }],
});

describe('differences of a plan from what was shown', () => {
  it.each([
    ['R-STO-7', 'TOO_OLD'],
    ['R-STO-13', 'RULES_UNKNOWN'],
  ])('are none where an answer that %s read became too old meanwhile', (rule, code) => {
    expect(differences(planned, saying(rule, 'UNKNOWN', code), String)).toEqual([]);
  });

  it('are what rules found meanwhile', () => {
    expect(differences(planned, saying('R-STO-7', 'VIOLATED', 'NO_GROUP_QUOTAS'), String)).toEqual([
      'rule R-STO-7 is VIOLATED for Host h (NO_GROUP_QUOTAS)',
    ]);
    expect(differences(planned, saying('R-STO-7', 'UNKNOWN', 'HOST_UNREACHED'), String)).toHaveLength(1);
  });
});
