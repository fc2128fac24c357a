import { z } from 'zod';
import { defineEventKind } from '../event-kind.js';
import { hostPart, operationPart, sampleHost, sampleOperation } from './payload-parts.js';

const verdict = z.object({
  operation: operationPart,
  host: hostPart.nullable(),
  rule: z.string(),
  message: z.string(),
});

export const ruleViolated = defineEventKind({
  name: 'rule.violated',
  firedWhen: 'every step of an operation was made, and a rule does not hold all the same',
  sent: true,
  data: verdict,
  sample: {
    operation: sampleOperation,
    host: sampleHost,
    rule: 'R-NODE-2',
    message: 'web-2 does not mount the user storage by NFS.',
  },
});

export const ruleCleared = defineEventKind({
  name: 'rule.cleared',
  firedWhen: 'a rule that was violated holds again',
  sent: false,
  data: verdict,
  sample: { operation: sampleOperation, host: sampleHost, rule: 'R-NODE-2', message: 'R-NODE-2 is met on web-2.' },
});
