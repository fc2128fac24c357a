import { ruleSets } from '../../../src/domain/spec.js';
import { oneToOneTranslation } from '../../../src/rules/network/r-net-nat-7-one-to-one-translation.rule.js';
import { ruleRegistry } from '../../../src/rules/registry.js';
import { severityIn } from '../../../src/rules/severity-in.js';

describe('the severity of a rule in a rule set', () => {
  it('is the one of that set where it has one, and else the same in all', () => {
    expect(ruleSets.map((ruleSet) => severityIn(oneToOneTranslation, ruleSet))).toEqual(['WARNING', 'ERROR']);
    expect(severityIn({ severity: 'INFO' }, 'INTERWORX_8')).toBe('INFO');
  });

  it('is graver in INTERWORX_8 or the same, and differs where the sources disagree', () => {
    const differing = ruleRegistry.filter((rule) => severityIn(rule, 'BASE') !== severityIn(rule, 'INTERWORX_8'));
    expect(differing.map(({ id }) => id)).toEqual(['R-NET-NAT-7']);
  });
});
