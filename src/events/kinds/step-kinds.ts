import { z } from 'zod';
import { defineEventKind } from '../event-kind.js';
import { hostPart, operationPart, sampleHost, sampleOperation, stepPart } from './payload-parts.js';

/** Failures that one event lists; the others are counted. */
export const listedFailures = 20;

export const stepFailed = defineEventKind({
  name: 'step.failed',
  firedWhen:
    'a step fails on a host. The first three of an operation are told at once; those after them all together, in one event when the operation ends',
  sent: true,
  data: z.object({
    operation: operationPart,
    total: z.int().describe('Failed steps that this event tells of.'),
    failures: z
      .array(
        z.object({
          step: stepPart,
          host: hostPart,
          members: z.int().describe('Members of the step, e.g. accounts; 1 where it has none.'),
          message: z.string(),
        }),
      )
      .max(listedFailures)
      .describe('The first of them.'),
  }),
  sample: {
    operation: sampleOperation,
    total: 1,
    failures: [
      {
        step: { id: 'U3RlcDo…', kind: 'storage.mount', key: '/chroot', subject: '/chroot' },
        host: sampleHost,
        members: 1,
        message: '/chroot is not empty (mounting over it would hide what is there)',
      },
    ],
  },
});
