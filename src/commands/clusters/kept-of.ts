import { localDatabaseOf } from '../../domain/local-database.js';
import type { ClusterCore } from '../../domain/spec.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Work } from '../command.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import type { LoadedCluster } from '../revisions/load-cluster.js';
import { acceptedManifest } from './accepted-manifest.js';
import { notByAnEdit, type Kept } from './not-by-an-edit.js';

/** What the manifest would change and no edit may. */
export async function keptOf(
  work: Work,
  cluster: LoadedCluster | undefined,
  core: ClusterCore,
): Promise<readonly Kept[]> {
  if (cluster === undefined) return [];
  const { spec, state } = cluster;
  const own = localDatabaseOf(spec);
  const isLocalKept = own === undefined || (core.localDatabase && own.address === core.quorumAddress);
  const field = ['localDatabase'];
  const message = `The manager's own database, at ${own?.address ?? ''}, can neither be taken away nor moved yet; keep localDatabase true and the quorum address.`;
  return [
    ...(isLocalKept ? [] : [{ field, message }]),
    ...(state === 'DRAFT' ? [] : notByAnEdit(spec, core, (await factsOfWork(work, spec)).hostName)),
  ];
}

/** What the cluster is, as a manifest says it; undefined where there is none yet. */
export async function acceptedOf(work: Work, cluster: LoadedCluster | undefined): Promise<Manifest | undefined> {
  return cluster && acceptedManifest(cluster.spec, (await factsOfWork(work, cluster.spec)).hostName);
}
