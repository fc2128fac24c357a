import type { Work } from '../command.js';
import { loadCluster, type LoadedCluster } from './load-cluster.js';
import { notFound } from './not-found.js';

/** The caller's cluster, locked against other edits. One that its token is not for is as good as missing. */
export async function ownCluster({ sql, caller }: Work, clusterId: string): Promise<LoadedCluster> {
  const barred = caller.clusterId !== null && caller.clusterId !== clusterId;
  const cluster = barred ? undefined : await loadCluster(sql, caller.tenantId, clusterId, 'lock');
  if (cluster === undefined) throw notFound('Cluster', 'clusterId');
  return cluster;
}
