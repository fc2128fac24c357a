import { z } from 'zod';
import { defineEventKind } from '../event-kind.js';
import { clusterPart, hostPart, operationPart, sampleHost, sampleOperation } from './payload-parts.js';
import { evidencePart, remedyPart, sampleEvidence, sampleRemedy, translationPart } from './rule-parts.js';

const verdict = z.object({
  operation: operationPart.nullable().describe('Null where a mutation was refused, so that nothing was begun.'),
  cluster: clusterPart.nullable(),
  mutation: z.string().nullable().describe('The mutation that was refused; null for an operation that failed.'),
  host: hostPart.nullable(),
  rule: z.string(),
  subject: z.string().nullable().describe('What the rule speaks of, as an acknowledgement repeats it.'),
  message: z.string(),
  ...translationPart,
  evidence: z.array(evidencePart),
  remedies: z.array(remedyPart),
});

export const ruleViolated = defineEventKind({
  name: 'rule.violated',
  firedWhen:
    'a rule refuses to set up a cluster, does not hold although every step of an operation was made, or is found violated by a look',
  sent: true,
  data: verdict,
  sample: {
    operation: null,
    cluster: sampleOperation.cluster,
    mutation: 'setUpCluster',
    host: sampleHost,
    rule: 'R-STO-16',
    subject: 'Host web-2',
    message: 'files-1 does not admit web-2.',
    messageCode: 'NOT_EXPORTED',
    parameters: { host: 'web-2', server: 'files-1' },
    evidence: [sampleEvidence],
    remedies: [sampleRemedy],
  },
});

export const ruleCleared = defineEventKind({
  name: 'rule.cleared',
  firedWhen: 'a rule that endpoints were told is violated holds again, by the end of an operation or a look',
  sent: true,
  data: verdict,
  sample: {
    operation: sampleOperation,
    cluster: sampleOperation.cluster,
    mutation: null,
    host: null,
    rule: 'R-NODE-2',
    subject: 'Host 6f1c…',
    message: 'R-NODE-2 is met again.',
    messageCode: null,
    parameters: null,
    evidence: [],
    remedies: [],
  },
});
