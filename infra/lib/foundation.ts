import type { Database } from './database.js';
import type { Keys } from './keys.js';
import type { Network } from './network.js';
import type { Queues } from './queues.js';
import type { StackSettings } from './settings.js';

/** What functions stand on. */
export interface Foundation {
  readonly settings: StackSettings;
  readonly network: Network;
  readonly keys: Keys;
  readonly database: Database;
  readonly queues: Queues;
  /** Where the bundles are. */
  readonly bundles: string;
}
