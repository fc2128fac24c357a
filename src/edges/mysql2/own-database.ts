import { markTable } from '../../probes/database/database-marks.js';

/** Highest fence seen, one row for each host of ours that stands for the server: it may be registered more than once. */
export const fenceTable = 'hostwright.host_fence';

/**
 * Makes the database that we keep on a server, where it is not there yet: for fences, and for marks of what was made for whom.
 * It stays when everything else is removed. Names are compared letter by letter, as the server does with its users.
 */
export const ownDatabase: readonly string[] = [
  'CREATE DATABASE IF NOT EXISTS hostwright',
  `CREATE TABLE IF NOT EXISTS ${fenceTable} (host_id CHAR(36) NOT NULL PRIMARY KEY, fence BIGINT NOT NULL) ENGINE=InnoDB`,
  `CREATE TABLE IF NOT EXISTS ${markTable} (database_name VARCHAR(64) NOT NULL PRIMARY KEY, user_name VARCHAR(32) NULL UNIQUE,
account_id CHAR(36) NOT NULL) ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
];
