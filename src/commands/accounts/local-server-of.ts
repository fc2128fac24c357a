import type { ClusterSpec } from '../../domain/account-spec.js';
import { localDatabaseOf } from '../../domain/local-database.js';
import { refused } from '../user-error.js';

const noLocalServer = "The cluster has no database server on its manager; name one of the cluster's database servers.";

/** What there is to do for an account of a cluster that has no database server. */
export const serverWanted =
  'register one (registerDatabaseServer) and declare it, or localDatabase, for the cluster (exportCluster, then applyCluster); or make the account without a database.';
const noServer = `The cluster has no database server: ${serverWanted}`;

/** The database server of an account that names none. @throws Refused where the cluster has none on its manager */
export function localServerOf(spec: ClusterSpec): string {
  const local = localDatabaseOf(spec);
  if (local !== undefined) return local.databaseServerId;
  const why = spec.core.databaseServers.length === 0 ? noServer : noLocalServer;
  throw refused('INVALID_INPUT', why, ['database', 'serverId']);
}
