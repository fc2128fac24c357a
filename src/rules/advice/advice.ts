import type { Evidence, Remedy } from '../rule.js';

/** What can be moved to another host: what the manager serves, user storage, the accounts' databases; or a node's share. */
export const duties = ['TRAFFIC', 'USER_STORAGE', 'DATABASES', 'NODE_SHARE'] as const;
export type Duty = (typeof duties)[number];

/** What was measured or counted. */
export const measureNames = [
  'LOAD_PER_PROCESSOR',
  'MEMORY_GB',
  'DISK_BUSY_PERCENT',
  'DISK_FULL_PERCENT',
  'SHARE_MILLISECONDS',
  'LINK_MEGABITS',
  'WEIGHT_PERCENT',
  'ACCOUNTS',
  'STORED_GB',
  'REQUESTS_THIS_MONTH',
] as const;
export type MeasureName = (typeof measureNames)[number];

/** A number that an advice was concluded from. */
export interface Measure {
  readonly name: MeasureName;
  /** Null where no look has shown it, or one too long ago. */
  readonly value: number | null;
  /** The most that is good, or for memory and links the least; null for what is shown without being judged. */
  readonly limit: number | null;
  readonly evidence: readonly Evidence[];
}

/** What to move next, why, and how. */
export interface Advice {
  readonly duty: Duty;
  /** The host to take it away from. */
  readonly hostId: string;
  /** Whether a number is beyond its limit: what can wait is advised too, after what cannot. */
  readonly pressing: boolean;
  /** Stable, for translation; `parameters` fill it. */
  readonly messageCode: string;
  readonly message: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly measures: readonly Measure[];
  /** The requirements that it rests on. */
  readonly ruleIds: readonly string[];
  readonly remedies: readonly Remedy[];
}
