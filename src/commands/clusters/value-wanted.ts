import { clusterSpec, type ClusterSpec } from '../../domain/account-spec.js';
import { localDatabaseOf } from '../../domain/local-database.js';
import { coreOf } from '../../manifest/core-of.js';
import type { Manifest } from '../../manifest/manifest.js';
import type { Work } from '../command.js';
import { Refusals } from '../refusals.js';
import { loadDatabaseServers, type LoadedCluster } from '../revisions/load-cluster.js';
import { Refused, type UserError } from '../user-error.js';
import { checkMembers } from './check-members.js';
import { declaredAccounts, type DeclaredAccount } from './declared-accounts.js';
import { inInput } from './in-input.js';
import { acceptedOf, keptOf } from './kept-of.js';
import type { ManifestRead } from './manifest-text.js';
import { namedResources, type NamedResources } from './named-resources.js';
import type { Kept } from './not-by-an-edit.js';
import { inText, inWholeInput, refusedInText } from './refused-in-text.js';
import { refusedPart } from './refused-part.js';
import { rulesAgainst } from './rules-against.js';
import { withKept } from './with-kept.js';
import { withLocalDatabase } from './with-local-database.js';

/** What a manifest makes of a cluster. */
export interface Wanted {
  readonly named: NamedResources;
  /** Those that are to be made. */
  readonly accounts: readonly DeclaredAccount[];
  readonly after: ClusterSpec;
}

/**
 * What the manifest makes of the cluster. Whoever is refused is told everything at once: what cannot be read, what is named and is not
 * there or may not be used, what no edit changes, and the requirements that the rest violates and the cluster does not yet. The rest
 * is judged with what has to be kept put back, as it will be once that is mended.
 * @throws Refused with all of that
 */
export async function valueWanted(
  work: Work,
  read: ManifestRead,
  clusterId: string,
  cluster: LoadedCluster | undefined,
): Promise<Wanted> {
  const { manifest: written, wrong, inWhole } = read;
  if (read.unshaped.length > 0) throw new Refused(await refusedPart(work, read, cluster));
  const { sql, caller } = work;
  const refusals = new Refusals();
  const found = await namedResources(work, written);
  const local = cluster && localDatabaseOf(cluster.spec)?.databaseServerId;
  const kept = await keptOf(work, cluster, coreOf(written, { ...found, localDatabase: local }));
  refusals.add([...found.missing, ...kept.map(({ field, message }) => inText('WRONG_STATE', field, message))]);

  const had = kept.length === 0 ? undefined : await acceptedOf(work, cluster);
  const manifest = had === undefined ? written : withKept(written, had, kept);
  const named = had === undefined ? found : both(await namedResources(work, manifest), found);
  const declared = coreOf(manifest, { ...named, localDatabase: local });
  const makesLocal = declared.localDatabase && local === undefined && found.missing.length === 0;
  const made = makesLocal ? await refusals.of(() => withLocalDatabase(work, declared), inManifestOf) : undefined;
  const core = made ?? declared;
  const empty: ClusterSpec = { core, accounts: [], databaseServers: [], observedHosts: [], appliances: [] };
  const lookedAt = await refusals.of(
    () => checkMembers(sql, caller.tenantId, core, cluster?.id ?? null, (field) => inInput(manifest, empty, field)),
    // Told as missing already, in the words of the manifest.
    (errors) => errors.filter(({ code }) => found.missing.length === 0 || code !== 'NOT_FOUND'),
  );
  const databaseServers = await loadDatabaseServers(sql, caller.tenantId, core.databaseServers);
  const value = clusterSpec.parse({ core, accounts: cluster?.spec.accounts ?? [], databaseServers, ...lookedAt });
  const accounts = await refusals.of(
    () => declaredAccounts(work, clusterId, value, written, named),
    // Of a server that is missing there is nothing to be said for each of its accounts.
    (errors) => errors.filter(({ field }) => found.missing.length === 0 || field.at(-1) !== 'server'),
  );
  if (accounts !== undefined && refusals.isEmpty && wrong.length === 0) {
    const after = { ...value, accounts: [...value.accounts, ...accounts.map(({ account }) => account)] };
    return { named, accounts, after };
  }
  const inTextAlready = new Set(wrong.map(({ path }) => JSON.stringify(['manifest', ...path])));
  const beside = refusals.told
    .map((error) => ({ ...error, field: inWholeInput(error.field, inWhole) }))
    // A host with a weight or a licence that is no member is told by its name.
    .filter(({ code, field }) => code !== 'NOT_FOUND' || !inTextAlready.has(JSON.stringify(field)));
  const rules = await rulesBeside(work, written, cluster, kept);
  if (wrong.length === 0) throw new Refused([...beside, ...rules]);
  throw new Refused([...refusedInText(read, rules), ...beside]);
}

async function rulesBeside(
  work: Work,
  manifest: Manifest,
  cluster: LoadedCluster | undefined,
  kept: readonly Kept[],
): Promise<readonly UserError[]> {
  const had = await acceptedOf(work, cluster);
  return rulesAgainst(had === undefined ? manifest : withKept(manifest, had, kept), had);
}

function both(one: NamedResources, other: NamedResources): NamedResources {
  return {
    hosts: new Map([...one.hosts, ...other.hosts]),
    databaseServers: new Map([...one.databaseServers, ...other.databaseServers]),
  };
}

function inManifestOf(errors: readonly UserError[]): readonly UserError[] {
  return errors.map((error) => ({ ...error, field: ['manifest', ...error.field] }));
}
