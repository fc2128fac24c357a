import { z } from 'zod';
import { stepOutcomes } from '../domain/states.js';
import { answerJson } from './answer-json.js';

/** What a step row says of one member. No outcome: it waits. */
export const stepReport = z.object({
  key: z.string(),
  outcome: z.enum(stepOutcomes).nullable(),
  summary: z.string(),
  changes: z.array(z.string()),
  evidence: z.record(z.string(), answerJson),
});
export type StepReport = z.infer<typeof stepReport>;
