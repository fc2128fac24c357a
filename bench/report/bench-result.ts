import { z } from 'zod';
import { verdictOf, verdicts } from './verdict.js';

/** What something took, in so far as it was measured; medians over the repetitions. */
export const figures = z.strictObject({
  /** From the start to the end, in seconds. */
  wallSeconds: z.number().optional(),
  requestsPerSecond: z.number().optional(),
  /** Of the process that asks or carries out, in CPU seconds; per request where requests are counted. */
  controllerCpuSeconds: z.number().optional(),
  /** Of the hosts that are worked on. */
  hostsCpuSeconds: z.number().optional(),
  /** Of the server that answers requests. */
  serverCpuSeconds: z.number().optional(),
  databaseCpuSeconds: z.number().optional(),
  peakMegabytes: z.number().optional(),
});
export type Figures = z.infer<typeof figures>;

/** A limit of a goal, on one side. */
export const limit = z.union([z.strictObject({ atMost: z.number() }), z.strictObject({ atLeast: z.number() })]);
export type Limit = z.infer<typeof limit>;

export const benchRow = z
  .strictObject({
    /** Number of the goal that it answers; null for what is told beside the goals. */
    goal: z.string().nullable(),
    what: z.string(),
    /** Who or what it was compared with; null where the goal is a figure of its own. */
    against: z.string().nullable(),
    ours: figures,
    theirs: figures.nullable(),
    /** The median of the ratios of the same repetition, under the unit `×`; otherwise the median of the figure itself. */
    value: z.number(),
    unit: z.string(),
    must: limit.nullable(),
    stretch: limit.nullable(),
    verdict: z.enum(verdicts),
    /** How many repetitions the medians are of. */
    repetitions: z.int().min(1),
  })
  .refine((row) => row.verdict === verdictOf(row), 'the verdict does not follow from value and limits');
export type BenchRow = z.infer<typeof benchRow>;

export const benchResult = z.strictObject({
  measuredAt: z.iso.datetime(),
  /** How often the whole was repeated, its parts taking turns. */
  rounds: z.int().min(1),
  machine: z.strictObject({
    processors: z.int(),
    model: z.string(),
    memoryGigabytes: z.number(),
    node: z.string(),
    system: z.string(),
  }),
  /** What was done, in sentences. */
  about: z.array(z.string()),
  rows: z.array(benchRow).min(1),
});
export type BenchResult = z.infer<typeof benchResult>;
