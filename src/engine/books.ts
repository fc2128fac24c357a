import type { Failpoint } from '../ports/failpoint.js';
import type { Database } from '../ports/sql.js';
import type { Rulebook } from './rulebook.js';

/** What writing down results uses of the world. */
export interface Books {
  readonly database: Database;
  readonly rulebook: Rulebook;
  readonly failpoint: Failpoint;
}
