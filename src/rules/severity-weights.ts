import type { Severity } from './rule.js';

/** By which severities are compared: the graver, the more. */
export const severityWeights: Readonly<Record<Severity, number>> = { ERROR: 2, WARNING: 1, INFO: 0 };
