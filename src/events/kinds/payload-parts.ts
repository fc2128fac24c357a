import { z } from 'zod';
import { remedyPart } from './rule-parts.js';

const id = z.string().describe('Opaque id, as the API takes it in node(id).');
const externalRef = z.string().nullable().describe("The client's own id of the resource.");

/** A host that an event is about. */
export const hostPart = z.object({ id, name: z.string(), externalRef });

/** The cluster that an event belongs to. */
export const clusterPart = z.object({ id, name: z.string(), externalRef });

/** The operation that an event belongs to. */
export const operationPart = z.object({
  id,
  kind: z.string(),
  sequence: z
    .int()
    .nullable()
    .describe('Numbers the events of the operation that are announced, from 1; a later one has a higher number.'),
  target: z.object({ kind: z.string(), id, externalRef }).describe('What the operation is about.'),
  cluster: clusterPart.nullable(),
  retryOf: id.nullable().describe('The operation that failed or was cancelled, and that this one does again.'),
});

/** How far an operation came. */
export const progressPart = z.object({
  tasks: z.int(),
  done: z.int(),
  failed: z.int(),
  cancelled: z.int(),
});

/** A step on a host. */
export const stepPart = z.object({
  id,
  kind: z.string(),
  key: z.string().nullable().describe('What the step is about; null where it is about several members.'),
  subject: z.string().nullable().describe('The same as people call it: of a host, its name.'),
});

/** What is wrong on one host. */
export const troublePart = z.object({
  operation: operationPart,
  host: hostPart,
  step: stepPart.nullable(),
  message: z.string(),
  remedies: z.array(remedyPart),
});

/** The endpoint that is told, or told of. */
export const endpointPart = z.object({ id, externalRef });

export const sampleHost = { id: 'SG9zdDo…', name: 'web-2', externalRef: 'rack-7' };

export const sampleOperation = {
  id: 'T3BlcmF0aW9uOg…',
  kind: 'CREATE_ACCOUNT',
  sequence: 2,
  target: { kind: 'Account', id: 'QWNjb3VudDo…', externalRef: 'order-4711' },
  cluster: { id: 'Q2x1c3Rlcjo…', name: 'shop', externalRef: null },
  retryOf: null,
};

export const sampleProgress = { tasks: 4, done: 4, failed: 0, cancelled: 0 };
