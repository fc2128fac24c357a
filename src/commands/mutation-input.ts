import { z } from 'zod';
import { canonicalAddress } from '../domain/ip-network.js';
import { Secret } from '../domain/secret.js';
import { networkAround } from '../domain/ip-network.js';
import { cidrBlock, ipAddress } from '../domain/spec.js';

/** What the client makes up so that a repeated request is done once; remembered with the first success. */
const idempotencyKey = z.string().min(1).max(200);

/** Every mutation can be asked what it would do. */
const validateOnly = z.boolean().default(false);

/** Fields of a mutation that creates something or starts work. */
export const keyed = { idempotencyKey, validateOnly };

/** Fields of a mutation that may be repeated without harm. */
export const repeatable = { idempotencyKey: idempotencyKey.optional(), validateOnly };

const labelKey = z
  .string()
  .regex(/^[a-zA-Z0-9]([a-zA-Z0-9._/-]{0,61}[a-zA-Z0-9])?$/, 'use 1 to 63 letters, digits, dots, slashes, hyphens');

/** Free words of the client about a resource, and its own id for it. */
export const annotations = {
  labels: z
    .array(z.strictObject({ key: labelKey, value: z.string().max(255) }))
    .max(64)
    .default([])
    .transform((pairs, context) => {
      const labels = Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
      if (Object.keys(labels).length < pairs.length)
        context.addIssue({ code: 'custom', message: 'give each label once' });
      return labels;
    }),
  externalRef: z
    .string()
    .min(1)
    .max(255)
    .nullish()
    .transform((ref) => ref ?? null),
};

/** An address in the one spelling under which it is stored and compared. */
export const addressText = z
  .string()
  .refine((text) => ipAddress.safeParse(text).success, 'give an IPv4 or IPv6 address')
  .transform(canonicalAddress);

export const cidrText = z
  .string()
  .refine((text) => cidrBlock.safeParse(text).success, {
    error: 'give a CIDR block, for example 192.0.2.0/24',
    abort: true,
  })
  .refine((text) => networkAround(text) === text.toLowerCase(), {
    error: ({ input }) => `write the network by its own address: ${networkAround(String(input))}`,
  });

/** A secret in the input: from here on it prints as `[redacted]`. */
export function secretText(minimum: number, maximum: number): z.ZodType<Secret, string> {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .transform((value) => new Secret(value));
}

/** Warnings that a person means, by the rule's id and the subject as the error printed it. */
export const acknowledge = z
  .array(z.strictObject({ rule: z.string().min(1).max(40), subject: z.string().min(1).max(300) }))
  .max(100)
  .default([]);

export const expectedVersion = z.int().positive().nullish();
