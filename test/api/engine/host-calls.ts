import { z } from 'zod';
import type { Question } from '../../../src/probes/probe.js';
import type { ChangeRun, LookRun, UnitChanges } from '../../../src/steps/harness/host-session.js';

/** What a worker in a process of its own asks a host that lives in the test's, one line of JSON each way. */
export const hostCall = z.object({
  id: z.int(),
  hostId: z.uuid(),
  look: z.custom<readonly Question[]>().optional(),
  change: z.custom<{ readonly fence: number; readonly units: readonly UnitChanges[] }>().optional(),
});
export type HostCall = z.infer<typeof hostCall>;

export const hostAnswer = z.object({
  id: z.int(),
  looked: z.custom<LookRun>().optional(),
  changed: z.custom<ChangeRun>().optional(),
  /** The host could not be reached. */
  fault: z.string().optional(),
});
export type HostAnswer = z.infer<typeof hostAnswer>;

export const workerTask = z.object({
  address: z.object({ socketDirectory: z.string(), port: z.int(), user: z.string(), database: z.string() }),
  hostSocket: z.string(),
  failpoint: z.string(),
});
export type WorkerTask = z.infer<typeof workerTask>;
