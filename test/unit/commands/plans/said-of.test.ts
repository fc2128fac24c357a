import { findingText } from '../../../../src/commands/plans/compared-texts.js';
import { differences } from '../../../../src/commands/plans/differences.js';
import { digestOf } from '../../../../src/commands/plans/outline-digest.js';
import { outlineOf, type PlanOutline } from '../../../../src/commands/plans/plan-outline.js';
import { saidOf } from '../../../../src/commands/plans/said-of.js';
import type { Finding } from '../../../../src/rules/rule.js';
import { aFinding } from '../../rules/a-finding.js';

const outline = (...findings: readonly Finding[]): PlanOutline =>
  outlineOf({
    ...{ clusterId: 'c', revision: 3, ledgerVersion: 7n, decided: { tasks: [] }, findings },
    rename: (text) => text,
  });
const met = aFinding({ verdict: 'MET', message: 'It is met.' });
const one = aFinding({ message: 'Port 80 is taken.' });
const other = aFinding({ message: 'Port 443 is taken.' });

describe('what rules say of a plan', () => {
  it('is all that they say of one subject by one code', () => {
    const now = outline(met, one, other);
    const said = saidOf(now, [met, one, other]);
    expect([...said]).toEqual([
      [expect.any(String), expect.objectContaining({ message: 'Port 80 is taken. Port 443 is taken.' })],
    ]);
    const told = ['rule R-X-1 is VIOLATED: Port 80 is taken. Port 443 is taken'];
    const words = { hostName: String, conflicts: new Map<string, string>(), said };
    expect(differences(outline(), now, words)).toEqual(told);
    expect(differences(digestOf(outline()), now, words)).toEqual(told);
  });

  it('is apart for each code', () => {
    const masked = aFinding({ messageCode: 'MASKED', message: 'A unit is masked.' });
    const now = outline(one, met, masked);
    const said = saidOf(now, [one, met, masked]);
    expect(now.findings.map((finding) => said.get(findingText(finding))?.message)).toEqual([
      one.message,
      masked.message,
    ]);
  });
});
