import { z } from 'zod';
import { externalRef, labelKey, labelValue } from '../domain/annotations.js';
import { Secret } from '../domain/secret.js';

/** What the client makes up so that a repeated request is done once; remembered with the first success. */
const idempotencyKey = z.string().min(1).max(200);

/** Every mutation can be asked what it would do. */
const validateOnly = z.boolean().default(false);

/** Fields of a mutation that creates something or starts work. */
export const keyed = { idempotencyKey, validateOnly };

/** Fields of a mutation that may be repeated without harm. */
export const repeatable = { idempotencyKey: idempotencyKey.optional(), validateOnly };

/** Free words of the client about a resource, and its own id for it. */
export const annotations = {
  labels: z
    .array(z.strictObject({ key: labelKey, value: labelValue }))
    .max(64)
    .default([])
    .transform((pairs, context) => {
      const labels = Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
      if (Object.keys(labels).length < pairs.length)
        context.addIssue({ code: 'custom', message: 'give each label once' });
      return labels;
    }),
  externalRef: externalRef.nullish().transform((ref) => ref ?? null),
};

/** A secret in the input: from here on it prints as `[redacted]`. */
export function secretText(minimum: number, maximum: number): z.ZodType<Secret, string> {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .transform((value) => new Secret(value));
}

/** Warnings that a person means, by the rule's id and the subject as the error printed it, or by its name, e.g. `Host node1`. */
export const acknowledge = z
  .array(z.strictObject({ rule: z.string().min(1).max(40), subject: z.string().min(1).max(300) }))
  .max(100)
  .default([]);

/** Whether what no look can show is tried on the hosts once the change is made, as proveCluster does it without a vantage. */
export const prove = z.boolean().default(false);

export const expectedVersion = z.int().positive().nullish();
