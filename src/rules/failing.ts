import { ruleRegistry } from './registry.js';
import type { Finding } from './rule.js';

const harmless = new Set(ruleRegistry.flatMap(({ id, failsOperations }) => (failsOperations === false ? [id] : [])));

/** The findings for which an operation may fail at its end. */
export function failing(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ ruleId }) => !harmless.has(ruleId));
}
