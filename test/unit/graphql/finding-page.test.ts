import { toCursor } from '../../../src/reads/page.js';
import { ruleRegistry } from '../../../src/rules/registry.js';
import { findingPage } from '../../../src/graphql/rules/finding-page.js';
import { FindingArgs } from '../../../src/graphql/rules/finding.args.js';
import { aFinding } from '../rules/a-finding.js';

const [first = '', second = ''] = ruleRegistry.map(({ id }) => id);
const findings = [
  aFinding({ ruleId: second, message: 'f' }),
  aFinding({ ruleId: first, moment: 'after', message: 'e' }),
  aFinding({ ruleId: first, subject: { kind: 'Host', id: 'b' }, message: 'c' }),
  aFinding({ ruleId: first, subject: { kind: 'Host', id: 'b' }, message: 'd', severity: 'WARNING' }),
  aFinding({ ruleId: first, subject: { kind: 'Host', id: 'a' }, message: 'b' }),
  aFinding({ ruleId: first, moment: 'declared', subject: { kind: 'Host', id: 'z' }, message: 'a', verdict: 'MET' }),
];

function page(args: Partial<FindingArgs>, of = findings): ReturnType<typeof findingPage> {
  return findingPage(of, Object.assign(new FindingArgs(), args));
}

function messages({ rows }: ReturnType<typeof findingPage>): string {
  return rows.map(({ message }) => message).join('');
}

describe('a page of findings', () => {
  it('goes by rule, moment and subject', () => {
    expect(messages(page({ first: 100 }))).toBe('abcdef');
    expect(messages(page({ first: 100 }, findings.toReversed()))).toBe('abdcef');
  });

  it('leads from one to the next and back', () => {
    const one = page({ first: 2 });
    const two = page({ first: 2, after: toCursor(one.rows.at(-1)?.sortKeys ?? []) });
    const three = page({ first: 2, after: toCursor(two.rows.at(-1)?.sortKeys ?? []) });
    expect([one, two, three].map(messages)).toEqual(['ab', 'cd', 'ef']);
    expect([one, two, three].map(({ hasNextPage }) => hasNextPage)).toEqual([true, true, false]);
    expect([one, two, three].map(({ hasPreviousPage }) => hasPreviousPage)).toEqual([false, true, true]);
    const back = page({ last: 3, before: toCursor(three.rows[0]?.sortKeys ?? []) });
    expect(messages(back)).toBe('bcd');
    expect(back).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    expect(page({ last: 6 })).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
  });

  it('goes on at its place where findings before it are gone', () => {
    const after = toCursor(page({ first: 4 }).rows.at(-1)?.sortKeys ?? []);
    expect(messages(page({ first: 2, after }, findings.slice(0, 2)))).toBe('ef');
  });

  it('holds what is wanted only, and counts that', () => {
    const warnings = page({ first: 1, severity: ['WARNING', 'INFO'] });
    expect([messages(warnings), warnings.total]).toEqual(['d', 1]);
    expect(messages(page({ first: 100, verdict: ['MET'] }))).toBe('a');
    expect(messages(page({ first: 100, ruleId: [second] }))).toBe('f');
    expect(page({ first: 1, ruleId: [first], verdict: ['VIOLATED'] })).toMatchObject({
      total: 4,
      hasNextPage: true,
    });
    expect(page({ first: 1, verdict: [] }).total).toBe(0);
  });

  it('refuses a cursor of another list, and no size', () => {
    expect(() => page({ first: 1, after: toCursor(['a']) })).toThrow('This cursor does not belong to this list.');
    expect(() => page({})).toThrow('A list needs either first');
  });
});
