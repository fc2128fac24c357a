import { z } from 'zod';
import { stepOutcomes } from '../domain/states.js';
import { answerJson } from './answer-json.js';

/** What a step row says of one member. No outcome: it waits. */
export const stepReport = z.object({
  key: z.string(),
  outcome: z.enum(stepOutcomes).nullable(),
  summary: z.string(),
  changes: z.array(z.string()),
  /** By probe id; no command in what was kept before it was. */
  evidence: z.record(z.string(), answerJson.extend({ command: z.string().nullable().default(null) })),
  /** By the database's clock, since when it waits for what its summary says; absent in rows that older code wrote. */
  waitingSince: z.coerce.date().nullable().default(null),
});
export type StepReport = z.infer<typeof stepReport>;
