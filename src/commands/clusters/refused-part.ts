import { localDatabaseOf } from '../../domain/local-database.js';
import { coreOf } from '../../manifest/core-of.js';
import type { Work } from '../command.js';
import type { LoadedCluster } from '../revisions/load-cluster.js';
import type { UserError } from '../user-error.js';
import { acceptedOf, keptOf } from './kept-of.js';
import type { ManifestRead } from './manifest-text.js';
import { namedResources } from './named-resources.js';
import { inText, refusedInText } from './refused-in-text.js';
import { rulesAgainst } from './rules-against.js';
import { withKept } from './with-kept.js';

/**
 * What is told of a manifest whose core has not the shape everywhere: that, what else it names and is not there, what no edit changes,
 * and of the requirements that can be judged those that it violates and the cluster does not yet. Nothing is told of stand-ins.
 */
export async function refusedPart(
  work: Work,
  read: ManifestRead,
  cluster: LoadedCluster | undefined,
): Promise<readonly UserError[]> {
  const { manifest, unshaped } = read;
  const found = await namedResources(work, manifest);
  const local = cluster && localDatabaseOf(cluster.spec)?.databaseServerId;
  const kept = await keptOf(work, cluster, coreOf(manifest, { ...found, localDatabase: local }));
  const had = await acceptedOf(work, cluster);
  const rules = rulesAgainst(manifest, had, unshaped);
  // What has to be kept may be another once all has its shape: only what is said either way is known.
  const keeping = had && new Set(rulesAgainst(withKept(manifest, had, kept), had, unshaped).map(asText));
  const said = rules.filter((error) => keeping?.has(asText(error)) ?? true);

  const keys = new Set(unshaped.map((path) => path.join('.')));
  const parts = new Set(unshaped.map(([part]) => part));
  const isRead = ({ field: [, ...path] }: UserError): boolean =>
    path.every((_, index) => !keys.has(path.slice(0, index + 1).join('.')));
  const isKeptAnyway = ([part]: readonly string[]): boolean =>
    !parts.has(part) && !(part === 'localDatabase' && parts.has('quorumAddress'));
  return [
    ...refusedInText(read, said),
    ...found.missing.filter(isRead),
    ...kept
      .filter(({ field }) => isKeptAnyway(field))
      .map(({ field, message }) => inText('WRONG_STATE', field, message)),
  ];
}

function asText({ field, message }: UserError): string {
  return JSON.stringify([field, message]);
}
