import { ruleSets } from '../src/domain/spec.js';
import { ruleRegistry } from '../src/rules/registry.js';
import type { Rule, Severity } from '../src/rules/rule.js';
import { severityIn } from '../src/rules/severity-in.js';

/** Whether a rule stands in the way of what was not begun, or only of what is to end well. */
const refuses: Readonly<Record<Severity, string>> = {
  ERROR: 'refuses the mutation',
  WARNING: 'refuses the mutation until it is acknowledged',
  INFO: 'informs',
};
const fails: Readonly<Record<Severity, string>> = {
  ERROR: 'fails the operation',
  WARNING: 'fails the operation until it is acknowledged',
  INFO: 'informs',
};
const tells: Readonly<Record<Severity, string>> = {
  ERROR: 'is told and refuses nothing',
  WARNING: 'is told and refuses nothing',
  INFO: 'informs',
};

function inWords(rule: Rule, severity: Severity): string {
  const isAfter = rule.moments.every((moment) => moment === 'after');
  const does = rule.failsOperations === false ? tells : isAfter ? fails : refuses;
  return `${severity}, ${does[severity]}`;
}

/** One severity, or one for each rule set where they differ. */
function severityOf(rule: Rule): string {
  const all = ruleSets.map((ruleSet) => ({ ruleSet, severity: severityIn(rule, ruleSet) }));
  if (new Set(all.map(({ severity }) => severity)).size === 1) return inWords(rule, rule.severity);
  return all.map(({ ruleSet, severity }) => `${inWords(rule, severity)}, in rule set ${ruleSet}`).join('; ');
}

function section(rule: Rule): string {
  return `## ${rule.id}: ${rule.title}

${rule.law}

- Severity: ${severityOf(rule)}
- Judged: ${rule.moments.join(', ')}
- Source: ${rule.source}
${rule.failsOperations === false ? '- No operation fails for it.\n' : ''}`;
}

/** The text of `docs/rules.md`. */
export function rulesDocument(): string {
  return `# Rules

Generated from the registry by \`npm run generate:rules\`; do not edit. How to add one: [adding a rule](adding-a-rule.md).

A rule is judged at one or more moments. \`declared\`: from the edited value alone. \`before\`: from facts, before anything is
touched; what is unknown then refuses the mutation and names the look to run. \`after\`: once the steps ran. Only what an edit
introduces or worsens can refuse it. In a draft, what is merely missing is information.

Where the published requirements disagree, a cluster's \`ruleSet\` says whose severity counts: BASE, or INTERWORX_8, which follows
the later documentation of that panel. A finding may be less grave than its rule, for which its message says why.

${ruleRegistry.map(section).join('\n')}`;
}
