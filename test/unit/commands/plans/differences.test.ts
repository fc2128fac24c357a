import { clearTheWay } from '../../../../src/commands/plans/clear-the-way.js';
import { findingText, identityText } from '../../../../src/commands/plans/compared-texts.js';
import { differences, objections } from '../../../../src/commands/plans/differences.js';
import { digestOf } from '../../../../src/commands/plans/outline-digest.js';
import type { PlanOutline } from '../../../../src/commands/plans/plan-outline.js';
import type { UnitDecision } from '../../../../src/plan/decided-plan.js';

const planned: PlanOutline = {
  ...{ clusterId: 'c', revision: 1, ledgerVersion: '1', shape: 'same', units: [] },
  findings: [],
};

const words = { hostName: String, conflicts: new Map<string, string>(), said: new Map<string, { message: string }>() };

const saying = (rule: string, verdict: string, code: string, severity = 'ERROR'): PlanOutline => ({
  ...planned,
  findings: [{ rule, moment: 'before', subject: 'Host h', verdict, code, severity }],
});

describe('differences of a plan from what was shown', () => {
  it.each([
    ['R-STO-7', 'TOO_OLD'],
    ['R-STO-13', 'RULES_UNKNOWN'],
  ])('are none where an answer that %s read became too old meanwhile', (rule, code) => {
    expect(differences(planned, saying(rule, 'UNKNOWN', code), words)).toEqual([]);
  });

  it('are none where another cluster was declared meanwhile of which a rule informs, and one where it warns', () => {
    const information = saying('R-NET-5', 'VIOLATED', 'DECLARED_ELSEWHERE', 'INFO');
    expect(differences(planned, information, words)).toEqual([]);
    expect(differences(information, saying('R-NET-5', 'VIOLATED', 'DECLARED_ELSEWHERE', 'WARNING'), words)).toEqual([
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
    expect(differences(shown, running('stop nfs', 'exportfs'), words)).toEqual([
      'node2: logs.export /var/log/web would not do any more: run stop statd',
    ]);
    expect(differences(shown, running('exportfs', 'stop nfs', 'stop statd', 'reload'), words)).toEqual([
      'node2: logs.export /var/log/web would do besides: run reload',
    ]);
    expect(differences(shown, running('exportfs', 'stop nfs', 'stop statd'), words)).toEqual([
      expect.stringMatching(/^node2: logs\.export \S+ was CHANGE \(run stop nfs; .*\) and is CHANGE \(run exportfs; /),
    ]);
    const written = running('stop nfs', 'exportfs').units.map((unit) => ({
      ...unit,
      changes: unit.changes.map((change) => ({ ...change, digest: `other ${change.digest}` })),
    }));
    expect(differences(shown, { ...planned, units: written }, words)).toEqual([
      'node2: logs.export /var/log/web would not do any more: run stop statd, and would do with other content: run stop nfs; run exportfs',
    ]);
  });

  describe('of a step that waited when it was shown', () => {
    const place = { hostId: 'node2', kind: 'packages.installed', key: 'cluster', direction: 'MAKE' } as const;
    const decided = (decision: UnitDecision, ...commands: readonly string[]): PlanOutline => ({
      ...planned,
      units: [
        {
          ...{ ...place, decision },
          changes: commands.map((command) => ({ description: `run ${command}`, digest: command })),
        },
      ],
    });
    const waiting = decided('WAITS', 'install');

    it.each([
      ['nothing is left to do', planned],
      ['what was shown as coming then is to be done', decided('CHANGE', 'install')],
      ['it still waits', decided('WAITS', 'install')],
      ['nothing will be left to do', decided('WAITS')],
    ])('are none where %s', (_, now) => {
      expect(differences(waiting, now, words)).toEqual([]);
    });

    it('are none where what was to be done at once waits by now, unless other changes come then', () => {
      const shown = decided('CHANGE', 'install');
      expect(differences(shown, waiting, words)).toEqual([]);
      expect(differences(digestOf(shown), waiting, words)).toEqual([]);
      expect(differences(digestOf(waiting), shown, words)).toEqual([]);
      expect(differences(digestOf(shown), decided('WAITS', 'remove'), words)).toHaveLength(1);
      expect(differences(digestOf(waiting), decided('CHANGE', 'remove'), words)).toHaveLength(1);
      expect(differences(shown, decided('WAITS', 'remove'), words)).toEqual([
        expect.stringContaining('was CHANGE (run install) and is WAITS (run remove)'),
      ]);
    });

    it.each([
      ['something else is to be done', waiting, decided('CHANGE', 'remove'), 'and is CHANGE (run remove)'],
      [
        'nothing was shown as coming',
        decided('WAITS'),
        decided('CHANGE', 'remove'),
        'WAITS and is CHANGE (run remove)',
      ],
      ['nothing was shown as coming then', decided('WAITS'), waiting, 'would do besides: run install'],
      ['something is in the way', waiting, decided('CONFLICT'), 'and is CONFLICT'],
      ['it waits only now', planned, waiting, 'was UNCHANGED and is WAITS (run install)'],
    ])('are what comes where %s', (_, shown, now, said) => {
      expect(differences(shown, now, words)).toEqual([expect.stringContaining(said)]);
    });
  });

  describe('of a step that depended on an earlier one', () => {
    const of = (decision: UnitDecision): PlanOutline => ({
      ...planned,
      units: [{ ...{ hostId: 'n', kind: 'web.server', key: 'nginx', direction: 'MAKE' }, decision, changes: [] }],
    });

    it.each(['CHANGE', 'WAITS'] as const)('are none where it is %s by now: it was bound to nothing', (decision) => {
      expect(differences(of('CONDITIONAL'), of(decision), words)).toEqual([]);
    });

    it('are none where nothing is left to do, and one where something is in the way', () => {
      expect(differences(of('CONDITIONAL'), planned, words)).toEqual([]);
      expect(differences(of('CONDITIONAL'), of('CONFLICT'), words)).toEqual([
        'n: web.server nginx was CONDITIONAL and is CONFLICT',
      ]);
    });

    it('are one where it depends only now', () => {
      expect(differences(of('CHANGE'), of('CONDITIONAL'), words)).toEqual([
        'n: web.server nginx was CHANGE and is CONDITIONAL',
      ]);
    });
  });

  describe('by a conflict', () => {
    const unit = { hostId: 'n', kind: 'file', key: 'a', direction: 'MAKE' } as const;
    const now: PlanOutline = { ...planned, units: [{ ...unit, decision: 'CONFLICT', changes: [] }] };
    const conflicts = new Map([[identityText(unit), '/etc/a belongs to somebody else (it lacks our mark)']]);

    it('say what is in the way, of a plan that is known by its digest too', () => {
      expect(differences(planned, now, { ...words, conflicts })).toEqual([
        'n: file a was UNCHANGED and is CONFLICT: /etc/a belongs to somebody else (it lacks our mark)',
      ]);
      expect(differences(digestOf(planned), now, { ...words, conflicts })).toEqual([
        'n: what would be done is not what was shown, and in the way there is file a: /etc/a belongs to somebody else (it lacks our mark)',
      ]);
    });

    it('name a few of many on one host, so that there is place for other hosts', () => {
      const keys = Array.from({ length: 10_000 }, (_, index) => ({ ...unit, key: `k${index}` }));
      const all: PlanOutline = {
        ...planned,
        units: keys.map((one) => ({ ...one, decision: 'CONFLICT', changes: [] })),
      };
      const taken = new Map(keys.map((one) => [identityText(one), 'taken']));
      expect(differences(digestOf(planned), all, { ...words, conflicts: taken })).toEqual([
        expect.stringMatching(/ there is file k0: taken; file k1: taken; file k2: taken; file k3: taken; 9996 more$/),
      ]);
    });

    it('have a way out on their host, but for conflicts that were shown', () => {
      const title = expect.stringMatching(/^See to what is in the way of file a on node-n, /);
      const ways = [{ title, mutation: null, input: null, command: null, hostId: 'n' }];
      const name = (hostId: string): string => `node-${hostId}`;
      expect(clearTheWay(planned, now, name)).toEqual(ways);
      expect(clearTheWay(digestOf(planned), now, name)).toEqual(ways);
      expect(clearTheWay(now, now, name)).toEqual([]);
    });
  });

  it('call by its name the host that a step is about', () => {
    const unit = { hostId: 'm', kind: 'logs.mount', key: 'n', direction: 'MAKE' } as const;
    const now: PlanOutline = { ...planned, units: [{ ...unit, decision: 'CONFLICT', changes: [] }] };
    const hostName = (id: string): string => `node-${id}`;
    const conflicts = new Map([[identityText(unit), 'it is in use']]);
    expect(differences(planned, now, { ...words, hostName, conflicts })).toEqual([
      'node-m: logs.mount node-n was UNCHANGED and is CONFLICT: it is in use',
    ]);
    expect(differences(digestOf(planned), now, { ...words, hostName, conflicts })).toEqual([
      expect.stringMatching(/^node-m: .* in the way there is logs\.mount node-n: it is in use$/),
    ]);
    expect(clearTheWay(planned, now, hostName)[0]?.title).toMatch(/in the way of logs\.mount node-n on node-m/);
  });

  it('are what rules found meanwhile', () => {
    expect(differences(planned, saying('R-STO-7', 'VIOLATED', 'NO_GROUP_QUOTAS'), words)).toEqual([
      'rule R-STO-7 is VIOLATED for Host h (NO_GROUP_QUOTAS)',
    ]);
    expect(
      differences(planned, saying('R-STO-7', 'UNKNOWN', 'HOST_UNREACHED'), {
        ...words,
        hostName: (id) => `node-${id}`,
      }),
    ).toEqual(['rule R-STO-7 is UNKNOWN for Host node-h (HOST_UNREACHED)']);
  });

  it('are what rules found meanwhile in their own words, where those are known', () => {
    const now = saying('R-NODE-4', 'VIOLATED', 'NOT_LISTENING');
    const said = new Map(now.findings.map((one) => [findingText(one), { message: 'h does not listen on port 80.' }]));
    const told = ['rule R-NODE-4 is VIOLATED: h does not listen on port 80'];
    expect(differences(planned, now, { ...words, said })).toEqual(told);
    expect(differences(digestOf(planned), now, { ...words, said })).toEqual(told);
    expect(objections(planned, now)).toEqual(now.findings);
    expect(objections(now, now)).toEqual([]);
  });
});
