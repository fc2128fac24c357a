import type { Books } from '../../engine/books.js';
import type { Clock } from '../../ports/clock.js';
import type { HostConnections } from '../../ports/host-connections.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import type { Meters } from '../../ports/meters.js';
import type { Secrets } from '../../ports/secrets.js';
import type { SqlSessions } from '../../steps/harness/sql-sessions.js';
import type { OfferTarget } from './load-target.js';

/** What carrying out tasks uses of the world. */
export interface Crew extends Books {
  readonly connections: HostConnections;
  readonly fetchHostKey: (tenantId: string, target: OfferTarget) => Promise<{ algorithm: string; sha256: string }>;
  readonly sqlSessions: SqlSessions;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly meters: Meters;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Whether this worker was told to end: what it has begun on a host comes to an end, and the rest is for others. */
  readonly stopping: () => boolean;
  /** Names this worker in leases. */
  readonly owner: string;
  /** How long a host stays this worker's without a word from it, in seconds; the engine's own length unless given. */
  readonly leaseSeconds?: number;
}
