import { z } from 'zod';
import { defineEventKind } from '../event-kind.js';
import { hostPart, operationPart, progressPart, sampleHost, sampleOperation, sampleProgress } from './payload-parts.js';
import { evidencePart, remedyPart, translationPart } from './rule-parts.js';

const outcome = z.object({ operation: operationPart, progress: progressPart });
const trouble = outcome.extend({
  host: hostPart.nullable(),
  stepId: z.string().nullable(),
  rule: z.string().nullable().describe('The rule that is violated, e.g. R-NODE-2.'),
  message: z.string(),
  ...translationPart,
  evidence: z.array(evidencePart),
  remedies: z.array(remedyPart),
});
const other = z.object({
  hostId: z.string().nullable(),
  stepId: z.string().nullable(),
  rule: z.string().nullable(),
  message: z.string(),
  ...translationPart,
  remedies: z.array(remedyPart),
});
const failed = trouble.extend({
  others: z
    .array(other)
    .default([])
    .describe(
      'What failed besides, the first of them: of each host one before a second of any. Their hosts are named by the messages.',
    ),
  untold: z
    .int()
    .default(0)
    .describe('How many failed besides that are not listed; the tasks of the operation have all.'),
});
const noVerdict = { rule: null, messageCode: null, parameters: null, evidence: [], remedies: [] };
const halfDone = { tasks: 4, done: 1, failed: 1, cancelled: 2 };

export const operationStarted = defineEventKind({
  name: 'operation.started',
  firedWhen: 'the first task of an operation begins',
  sent: true,
  data: z.object({ operation: operationPart }),
  sample: { operation: { ...sampleOperation, sequence: 1 } },
});

export const operationSucceeded = defineEventKind({
  name: 'operation.succeeded',
  firedWhen: 'everything that an operation had to do is true and was seen to be',
  sent: true,
  data: outcome,
  sample: { operation: sampleOperation, progress: sampleProgress },
});

export const operationFailed = defineEventKind({
  name: 'operation.failed',
  firedWhen: 'an operation can do no more and something of it was not done, or a rule does not hold afterwards',
  sent: true,
  data: failed,
  sample: {
    operation: { ...sampleOperation, sequence: 4 },
    progress: halfDone,
    host: sampleHost,
    stepId: 'U3RlcDo…',
    ...noVerdict,
    message: 'web-2: account.unix 3f: UID 20007 is taken (user backup has it)',
    others: [
      {
        ...{ hostId: 'SG9zdDp…', stepId: null, rule: null, messageCode: null, parameters: null },
        message: 'web-3: root@192.0.2.13 port 22: the host refuses the key of this user',
        remedies: [],
      },
    ],
    untold: 0,
  },
});

export const operationCancelled = defineEventKind({
  name: 'operation.cancelled',
  firedWhen: 'an operation ends because somebody cancelled it',
  sent: true,
  data: outcome,
  sample: { operation: sampleOperation, progress: halfDone },
});

export const operationStuck = defineEventKind({
  name: 'operation.stuck',
  firedWhen:
    'an operation can neither be finished nor undone without a person, or is not at its end minutes after its deadline; once',
  sent: true,
  data: trouble,
  sample: {
    operation: sampleOperation,
    progress: halfDone,
    host: sampleHost,
    stepId: null,
    ...noVerdict,
    message: 'not at its end 6 minutes after its deadline; web-2: connection refused',
    remedies: [
      {
        ...{
          title: 'See to what the message tells of; or cancel it, so that others may go on',
          command: null,
          hostId: null,
        },
        ...{ mutation: 'cancelOperation', input: { operationId: sampleOperation.id } },
      },
    ],
  },
});
