import { z } from 'zod';

/** What a sender in a process of its own is told. */
export const senderTask = z.object({
  address: z.object({ socketDirectory: z.string(), port: z.int(), user: z.string(), database: z.string() }),
  /** Of the secrets, in hex. */
  key: z.string(),
  totalMs: z.int(),
  failpoint: z.string(),
});
export type SenderTask = z.infer<typeof senderTask>;
