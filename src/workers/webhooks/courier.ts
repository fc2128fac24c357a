import type { Clock } from '../../ports/clock.js';
import type { Failpoint } from '../../ports/failpoint.js';
import type { HttpOut } from '../../ports/http-out.js';
import type { Ids } from '../../ports/ids.js';
import type { Log } from '../../ports/log.js';
import type { Meters } from '../../ports/meters.js';
import type { DeliveryMessage, Queue } from '../../ports/queue.js';
import type { Secrets } from '../../ports/secrets.js';
import type { Database } from '../../ports/sql.js';

/** What delivering webhooks uses of the world. */
export interface Courier {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly http: HttpOut;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly meters: Meters;
  readonly failpoint: Failpoint;
  /** Names this worker in claims. */
  readonly owner: string;
}

/** Where what should be tried now is told. */
export type DeliveryQueue = Queue<DeliveryMessage>;
