import type { Finding } from '../../../src/rules/rule.js';

/** A violation at `before` of an invented rule, an error, with what the test says of it. */
export function aFinding(more: Partial<Finding>): Finding {
  return {
    ruleId: 'R-X-1',
    severity: 'ERROR',
    moment: 'before',
    subject: { kind: 'Host', id: 'node1' },
    subjectName: 'node1',
    clusterId: null,
    verdict: 'VIOLATED',
    messageCode: 'BROKEN',
    nth: 0,
    parameters: {},
    message: 'node1 is broken.',
    field: [],
    evidence: [],
    remedies: [],
    ...more,
  };
}
