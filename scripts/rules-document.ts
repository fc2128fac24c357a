import { ruleRegistry } from '../src/rules/registry.js';
import type { Rule, Severity } from '../src/rules/rule.js';

const severityInWords: Readonly<Record<Severity, string>> = {
  ERROR: 'refuses the mutation',
  WARNING: 'refuses the mutation until it is acknowledged',
  INFO: 'informs',
};

function section(rule: Rule): string {
  return `## ${rule.id}: ${rule.title}

${rule.law}

- Severity: ${rule.severity}, ${severityInWords[rule.severity]}
- Judged: ${rule.moments.join(', ')}
- Source: ${rule.source}
`;
}

/** The text of `docs/rules.md`. */
export function rulesDocument(): string {
  return `# Rules

Generated from the registry by \`npm run generate:rules\`; do not edit. How to add one: [adding a rule](adding-a-rule.md).

A rule is judged at one or more moments. \`declared\`: from the edited value alone. \`before\`: from facts, before anything is
touched; what is unknown then refuses the mutation and names the look to run. \`after\`: once the steps ran. Only what an edit
introduces or worsens can refuse it. In a draft, what is merely missing is information.

${ruleRegistry.map(section).join('\n')}`;
}
