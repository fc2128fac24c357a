import type { FunctionName as BundleName } from '../../scripts/function-names.js';

/** What one function may take. The sum of `atOnce` times `connections` has to fit the database, which the stack checks. */
export interface FunctionLimits {
  /** In MB; the share of a processor grows with it. */
  readonly memory: number;
  /** After how many seconds it is ended. */
  readonly seconds: number;
  /** How many of it run at the same time. */
  readonly atOnce: number;
  /** Connections to the database that each of them holds. */
  readonly connections: number;
}

export const limits = {
  api: { memory: 1024, seconds: 29, atOnce: 50, connections: 2 },
  /** A subscription holds one for as long as it is open: a connection that listens and one that reads. */
  stream: { memory: 512, seconds: 900, atOnce: 50, connections: 2 },
  /** The longest proof takes ten minutes; ten tasks of one batch run beside each other. */
  'run-task': { memory: 1024, seconds: 900, atOnce: 20, connections: 4 },
  /** A try is given up after 20 seconds. */
  'deliver-webhook': { memory: 512, seconds: 60, atOnce: 10, connections: 2 },
  /** Ends before the next one begins. */
  sweep: { memory: 512, seconds: 55, atOnce: 1, connections: 2 },
  'sweep-webhooks': { memory: 512, seconds: 55, atOnce: 1, connections: 2 },
  'create-token': { memory: 512, seconds: 30, atOnce: 1, connections: 1 },
  migrate: { memory: 512, seconds: 600, atOnce: 1, connections: 1 },
} as const satisfies Readonly<Record<BundleName | 'stream', FunctionLimits>>;

export type FunctionName = keyof typeof limits;

/** Messages that a function takes at once; each is acknowledged by itself. */
export const batchSize = 10;
/** Of the time limit of the function that reads a queue: so long a message is hidden from others. */
export const visibilityFactor = 6;
/** So often a message is tried before it is set aside. */
export const triesOfMessage = 5;
