import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleRegistry } from '../../../src/rules/registry.js';

function numbered(family: string, ...numbers: readonly number[]): readonly string[] {
  return numbers.map((number) => `${family}-${number}`);
}

function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** Every published requirement, those of later documentation, and those that were added since. */
const requirements = [
  ...numbered('R-SRV', ...upTo(5)),
  ...numbered('R-CM', ...upTo(8)),
  ...numbered('R-OFF', ...upTo(5)),
  ...numbered('R-NODE', ...upTo(5)),
  ...numbered('R-RES', ...upTo(6)),
  ...numbered('R-LB', ...upTo(2)),
  ...numbered('R-NET', ...upTo(7)),
  ...numbered('R-NET-PUB', ...upTo(4)),
  ...numbered('R-NET-DUAL', ...upTo(7)),
  ...numbered('R-NET-NAT', ...upTo(9)),
  ...numbered('R-STO', ...upTo(19)),
  ...numbered('R-DB', ...upTo(8)),
  ...numbered('R-LIC', 1),
  ...numbered('R-VPS', ...upTo(5)),
  ...numbered('R-HOST', ...upTo(4)),
  ...numbered('R-USE', 1),
  ...numbered('D', ...upTo(21)),
];

const decision = readFileSync(
  join(__dirname, '..', '..', '..', 'docs', 'decisions', '0013-requirements-without-a-rule.md'),
  'utf8',
);
/** Why each requirement of the decision has no rule. */
const reasons = new Map(
  [...decision.matchAll(/^\| ((?:R|D)-[A-Z0-9-]+) \|[^|]+\| ([^|]+) \|$/gm)].map(([, id = '', why = '']) => [id, why]),
);
const ruled = new Set(ruleRegistry.map(({ id }) => id));

describe('every requirement', () => {
  it('has a rule or a written reason', () => {
    expect(requirements.filter((id) => !ruled.has(id) && !reasons.has(id))).toEqual([]);
  });

  it('has not both, and a reason that says something', () => {
    expect([...reasons.keys()].filter((id) => ruled.has(id))).toEqual([]);
    for (const [id, why] of reasons) expect({ id, words: why.split(' ').length > 4 }).toEqual({ id, words: true });
    expect(reasons.size).toBeGreaterThan(0);
  });

  it('is listed here: no rule and no reason is about another', () => {
    const known = new Set(requirements);
    expect(known.size).toBe(requirements.length);
    expect([...ruled, ...reasons.keys()].filter((id) => !known.has(id))).toEqual([]);
  });
});
