import { z } from 'zod';

/** Why an operation failed: where, at what, what was seen, and what to do. Stored with it as JSON. */
export const failure = z.object({
  hostId: z.string().nullable(),
  stepId: z.string().nullable(),
  ruleId: z.string().nullable(),
  message: z.string(),
  remedies: z.array(
    z.object({
      title: z.string(),
      mutation: z.string().nullable(),
      input: z.record(z.string(), z.unknown()).nullable(),
      command: z.string().nullable(),
      hostId: z.string().nullable(),
    }),
  ),
});
export type Failure = z.infer<typeof failure>;
