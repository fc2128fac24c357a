import { differences } from '../../../../src/commands/plans/differences.js';
import type { PlanOutline } from '../../../../src/commands/plans/plan-outline.js';

const planned: PlanOutline = {
  ...{ clusterId: 'c', revision: 1, ledgerVersion: '1', shape: 'same', units: [] },
  findings: [],
};

const saying = (rule: string, verdict: string, code: string, severity = 'ERROR'): PlanOutline => ({
  ...planned,
  findings: [{ rule, moment: 'before', subject: 'Host h', verdict, code, severity }],
});

describe('differences of a plan from what was shown', () => {
  it.each([
    ['R-STO-7', 'TOO_OLD'],
    ['R-STO-13', 'RULES_UNKNOWN'],
  ])('are none where an answer that %s read became too old meanwhile', (rule, code) => {
    expect(differences(planned, saying(rule, 'UNKNOWN', code), String)).toEqual([]);
  });

  it('are none where another cluster was declared meanwhile of which a rule informs, and one where it warns', () => {
    const information = saying('R-NET-5', 'VIOLATED', 'DECLARED_ELSEWHERE', 'INFO');
    expect(differences(planned, information, String)).toEqual([]);
    expect(differences(information, saying('R-NET-5', 'VIOLATED', 'DECLARED_ELSEWHERE', 'WARNING'), String)).toEqual([
      'rule R-NET-5 is VIOLATED for Host h (DECLARED_ELSEWHERE)',
    ]);
  });

  it('are what a step would do besides and no longer, where it is one and the same', () => {
    const running = (...commands: readonly string[]): PlanOutline => ({
      ...planned,
      units: [
        {
          ...{ hostId: 'node2', kind: 'logs.export', key: '/var/log/web', direction: 'MAKE', decision: 'CHANGE' },
          changes: commands.map((command) => ({ description: `run ${command}`, digest: command })),
        },
      ],
    });
    const shown = running('stop nfs', 'stop statd', 'exportfs');
    expect(differences(shown, running('stop nfs', 'exportfs'), String)).toEqual([
      'node2: logs.export /var/log/web would not do any more: run stop statd',
    ]);
    expect(differences(shown, running('exportfs', 'stop nfs', 'stop statd', 'reload'), String)).toEqual([
      'node2: logs.export /var/log/web would do besides: run reload',
    ]);
    expect(differences(shown, running('exportfs', 'stop nfs', 'stop statd'), String)).toEqual([
      expect.stringMatching(/^node2: logs\.export \S+ was CHANGE \(run stop nfs; .*\) and is CHANGE \(run exportfs; /),
    ]);
    const written = running('stop nfs', 'exportfs').units.map((unit) => ({
      ...unit,
      changes: unit.changes.map((change) => ({ ...change, digest: `other ${change.digest}` })),
    }));
    expect(differences(shown, { ...planned, units: written }, String)).toEqual([
      'node2: logs.export /var/log/web would not do any more: run stop statd, and would do with other content: run stop nfs; run exportfs',
    ]);
  });

  it('are what rules found meanwhile', () => {
    expect(differences(planned, saying('R-STO-7', 'VIOLATED', 'NO_GROUP_QUOTAS'), String)).toEqual([
      'rule R-STO-7 is VIOLATED for Host h (NO_GROUP_QUOTAS)',
    ]);
    expect(differences(planned, saying('R-STO-7', 'UNKNOWN', 'HOST_UNREACHED'), (id) => `node-${id}`)).toEqual([
      'rule R-STO-7 is UNKNOWN for Host node-h (HOST_UNREACHED)',
    ]);
  });
});
