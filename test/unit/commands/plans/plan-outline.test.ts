import { differences } from '../../../../src/commands/plans/differences.js';
import { digestOf } from '../../../../src/commands/plans/outline-digest.js';
import { hashOf, outlineOf, type OutlinedPlan, type PlanOutline } from '../../../../src/commands/plans/plan-outline.js';
import type { DecidedPlan, DecidedUnit } from '../../../../src/plan/decided-plan.js';
import type { Finding } from '../../../../src/rules/rule.js';
import type { Change } from '../../../../src/steps/change.js';

const write = (content: string, replaces: string | null = null): Change => ({
  ...{ do: 'writeFile', path: '/etc/a', mode: '0644' },
  content,
  replaces,
});

const unit = (over: Partial<DecidedUnit> = {}): DecidedUnit => ({
  ...{ key: 'a', decision: 'CHANGE', summary: 'write /etc/a', conditionalOn: null, evidence: [] },
  changes: [{ change: write('wanted'), contentBefore: null }],
  ...over,
});

function plan(...units: readonly DecidedUnit[]): DecidedPlan {
  const step = { kind: 'file', version: 1, key: 'a', direction: 'MAKE' } as const;
  const planned = units.map(({ key }) => ({ key, input: {}, planned: null }));
  const steps = [{ ...step, units: planned, decided: units }];
  return { tasks: [{ hostId: 'host-1', kind: 'STEPS', phase: 'PREPARE', needs: [], steps }] };
}

const finding: Finding = {
  ...{ ruleId: 'R-X-1', severity: 'WARNING', moment: 'declared', verdict: 'VIOLATED', nth: 0, messageCode: 'BAD' },
  ...{
    subject: { kind: 'Host', id: 'host-1' },
    subjectName: 'node1',
    clusterId: null,
    parameters: {},
    message: 'It is bad.',
    field: [],
  },
  ...{ evidence: [], remedies: [] },
};

const outline = (over: Partial<OutlinedPlan> = {}): PlanOutline =>
  outlineOf({
    ...{ clusterId: 'c', revision: 3, ledgerVersion: 7n, decided: plan(unit()), findings: [] },
    rename: (text) => text,
    ...over,
  });

const conflicts = new Map<string, string>();
const said = new Map<string, { message: string }>();

const of = (now: PlanOutline, planned = outline()): string =>
  differences(planned, now, { hostName: () => 'node1', conflicts, said }).join('; ');

const ofDigest = (now: PlanOutline, planned = outline()): string =>
  differences(digestOf(planned), now, { hostName: (hostId) => hostId.replace('host-', 'node'), conflicts, said }).join(
    '; ',
  );

describe('the hash of a plan', () => {
  it('is the same whatever was seen, as long as the same is decided', () => {
    const seen = {
      hostId: 'host-1',
      probeId: 'p',
      command: 'cat /x',
      answer: { exitCode: 0, stdout: 'x', stderr: '' },
      observedAt: new Date(),
    };
    const other = unit({ summary: 'other words', evidence: [seen] });
    const met = { ...finding, verdict: 'MET' } as const;
    expect(hashOf(outline({ decided: plan(other), findings: [met] }))).toBe(hashOf(outline()));
  });

  it('is the same whatever ids were made up', () => {
    const made = (id: string): string =>
      hashOf(
        outline({
          decided: plan(unit({ changes: [{ change: write(`owner ${id}`), contentBefore: null }] })),
          rename: (text) => text.replaceAll(id, 'new-1'),
        }),
      );
    expect(made('11111111-1111-4111-8111-111111111111')).toBe(made('22222222-2222-4222-8222-222222222222'));
  });

  it.each<[string, Partial<OutlinedPlan>]>([
    ['the revision', { revision: 4 }],
    ['the ledger', { ledgerVersion: 8n }],
    ['what is written', { decided: plan(unit({ changes: [{ change: write('other'), contentBefore: null }] })) }],
    ['what is replaced', { decided: plan(unit({ changes: [{ change: write('wanted', 'h'), contentBefore: null }] })) }],
    ['a decision', { decided: plan(unit({ decision: 'UNCHANGED', changes: [] })) }],
    ['another step', { decided: plan(unit(), unit({ key: 'b', decision: 'UNCHANGED', changes: [] })) }],
    ['a verdict', { findings: [finding] }],
  ])('is another with %s', (_, over) => {
    expect(hashOf(outline(over))).not.toBe(hashOf(outline()));
    expect(of(outline(over))).not.toBe('');
    expect(ofDigest(outline(over))).not.toBe('');
  });
});

describe('what changed of a plan', () => {
  it('is nothing where it is the same', () => {
    expect(of(outline())).toBe('');
  });

  it('names host, step, before and after', () => {
    expect(of(outline({ decided: plan(unit({ decision: 'CONFLICT', changes: [] })) }))).toBe(
      'node1: file a was CHANGE (write /etc/a (mode 0644)) and is CONFLICT',
    );
    const other = plan(unit({ changes: [{ change: write('other'), contentBefore: null }] }));
    expect(of(outline({ decided: other }))).toMatch(/, with other content$/);
  });

  it('names a rule that objects now, and not one that has stopped to', () => {
    expect(of(outline({ findings: [finding] }))).toBe('rule R-X-1 is VIOLATED for Host node1 (BAD)');
    expect(of(outline(), outline({ findings: [finding] }))).toBe('');
  });

  it('does not bind a conditional step to what it seemed to do', () => {
    const conditional = (content: string): PlanOutline =>
      outline({
        decided: plan(unit({ decision: 'CONDITIONAL', changes: [{ change: write(content), contentBefore: null }] })),
      });
    expect(of(conditional('one'), conditional('two'))).toBe('');
  });
});

describe('what changed of a plan that is known by its digest', () => {
  it('is nothing where it is the same, in whatever order its units are', () => {
    expect(ofDigest(outline())).toBe('');
    const { units, ...rest } = outline({ decided: plan(unit(), unit({ key: 'b' })) });
    expect(ofDigest({ ...rest, units: units.toReversed() }, { ...rest, units })).toBe('');
  });

  it('names the host on which something else is decided, and only that', () => {
    const { tasks } = plan(unit());
    const two = (decision: 'CHANGE' | 'CONFLICT'): PlanOutline => {
      const other = plan(unit({ decision, changes: [] })).tasks.map((task) => ({ ...task, hostId: 'host-2' }));
      return outline({ decided: { tasks: [...tasks, ...other] } });
    };
    expect(ofDigest(two('CONFLICT'), two('CHANGE'))).toBe('node2: what would be done is not what was shown');
    expect(ofDigest(outline(), two('CHANGE'))).toMatch(/^nothing is to be done any more on hosts/);
  });

  it('names a rule that objects now, and not one that has stopped to or only informs', () => {
    expect(ofDigest(outline({ findings: [finding] }))).toBe('rule R-X-1 is VIOLATED for Host node1 (BAD)');
    expect(ofDigest(outline({ findings: [finding] }), outline({ findings: [finding] }))).toBe('');
    expect(ofDigest(outline(), outline({ findings: [finding] }))).toBe('');
    expect(ofDigest(outline({ findings: [{ ...finding, severity: 'INFO' }] }))).toBe('');
  });
});
