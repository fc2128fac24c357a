import { z } from 'zod';
import { clusterSpec, type ClusterSpec } from '../../domain/account-spec.js';
import { localDatabaseOf } from '../../domain/local-database.js';
import { loadLedger } from '../../engine/load-ledger.js';
import { coreOf } from '../../manifest/core-of.js';
import { inManifest } from '../../manifest/manifest-field.js';
import type { Manifest } from '../../manifest/manifest.js';
import { subjectById } from '../../manifest/subject-names.js';
import { planChange } from '../../plan/plan-change.js';
import { sameInput } from '../../plan/same-input.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import { insertAccount } from '../accounts/insert-account.js';
import type { Command, Work } from '../command.js';
import { acknowledge, expectedVersion, keyed } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { acknowledgedByInput, refuseUnknown } from '../revisions/acknowledged-subjects.js';
import { enforce, keepAcknowledgements, loadAcknowledgements } from '../revisions/enforce.js';
import { loadDatabaseServers, type LoadedCluster } from '../revisions/load-cluster.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { holdAddresses } from '../revisions/hold-addresses.js';
import { versionConflict } from '../revisions/not-found.js';
import { withLooks } from '../revisions/with-looks.js';
import { Refused, refused } from '../user-error.js';
import { askingBesides } from './asking-besides.js';
import { checkMembers } from './check-members.js';
import { clusterNamed } from './cluster-named.js';
import { declaredAccounts, type DeclaredAccount } from './declared-accounts.js';
import { keepAccountAnnotations } from './keep-account-annotations.js';
import { keepAnnotations } from './keep-annotations.js';
import { manifestText } from './manifest-text.js';
import { namedResources, type NamedResources } from './named-resources.js';
import { notByAnEdit } from './not-by-an-edit.js';
import { tellingAll } from './telling-all.js';
import { withLocalDatabase } from './with-local-database.js';

const input = z.strictObject({
  ...keyed,
  manifest: manifestText,
  /** Whether what is a draft, or new, is set up too; a cluster that was set up is changed on its hosts in any case. */
  setUp: z.boolean().default(false),
  expectedVersion,
  acknowledge,
});
type Input = z.output<typeof input>;

/**
 * Makes a whole cluster what its manifest says, by its name: declares a new one, edits the accepted value of another. On hosts an
 * ordinary plan makes the difference. What would lose customers' data, or takes more than one value in a row, is refused.
 */
export const applyCluster: Command<Input, z.input<typeof input>> = {
  name: 'applyCluster',
  role: 'OPERATOR',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { sql, ids, caller } = work;
    const { tenantId, tokenId } = caller;
    const { manifest } = given;
    const cluster = await clusterNamed(work, manifest.name);
    refuseOtherVersion(cluster, given);
    const clusterId = cluster?.id ?? ids.uuid();
    const wanted = valueWanted(work, manifest, clusterId, cluster);
    const accepted = cluster && (async () => ({ spec: cluster.spec, ...(await factsOfWork(work, cluster.spec)) }));
    const { named, accounts, after } = await tellingAll(manifest, wanted, accepted);
    const { core } = after;

    const wasSetUp = cluster !== undefined && cluster.state !== 'DRAFT';
    const draft = !wasSetUp && !given.setUp;
    if (!draft) await holdAddresses(sql, tenantId, core);
    const facts = await factsOfWork(work, after);
    const moments = draft ? (['declared'] as const) : (['declared', 'before'] as const);
    const options = cluster === undefined ? { draft } : { draft, clusterId, revision: cluster.revision };
    const findings = askingBesides(judge(after, facts, moments, options), after);
    // Setting up is judged in full, as if nothing were there yet.
    const findingsBefore =
      cluster !== undefined && (draft || wasSetUp) ? judge(cluster.spec, facts, moments, options) : [];
    refuseUnknown(manifest.acknowledgements, after, facts, findings, ['manifest', 'acknowledgements']);
    const acknowledged = [
      ...acknowledgedByInput(given.acknowledge, after, facts, findings),
      ...acknowledgedIn(manifest, after, named),
    ];
    const earlier = cluster === undefined ? [] : await loadAcknowledgements(sql, tenantId, clusterId);
    enforce(
      introduced(findings, findingsBefore),
      [...earlier, ...acknowledged],
      (field) => inInput(manifest, after, field),
      ': in the manifest, add that to its acknowledgements',
    );

    const isChanged = cluster === undefined || accounts.length > 0 || !sameInput(core, cluster.spec.core);
    const revision = (cluster?.revision ?? 0) + (isChanged ? 1 : 0);
    await keepAnnotations(sql, tenantId, clusterId, manifest, cluster === undefined);
    if (isChanged) await acceptRevision(sql, ids, { tenantId, clusterId, number: revision, core, author: tokenId });
    for (const { account, declared } of accounts) {
      const { labels = {}, externalRef = null } = declared;
      await insertAccount(sql, tenantId, clusterId, account, { revision, draft, labels, externalRef });
    }
    await keepAccountAnnotations(sql, tenantId, clusterId, manifest);
    await keepAcknowledgements(sql, tenantId, clusterId, tokenId, acknowledged);
    const target = { kind: 'Cluster', id: clusterId } as const;
    const madePasswords = accounts.flatMap(({ account: { name }, generated }) =>
      generated === null ? [] : [{ account: name, password: generated.reveal() }],
    );
    const outcome = { ids: { cluster: clusterId }, target, madePasswords };
    if (draft) return { ...outcome, planned: { plan: { tasks: [] }, findings, findingsBefore } };

    const state = cluster?.state ?? 'DRAFT';
    const ledger = await loadLedger(sql, tenantId, clusterId);
    const plan = withLooks(planChange(after, ledger), { state, spec: after });
    if (!isChanged && plan.tasks.length === 0) return { ...outcome, planned: { plan, findings, findingsBefore } };
    const operation = await startOperation(work, {
      ...{ kind: 'APPLY_CLUSTER', lock: 'EXCLUSIVE', lockKeys: [], target, clusterId, revision, plan },
    });
    if (!wasSetUp && plan.tasks.length > 0) {
      await sql.execute(`UPDATE cluster SET state = 'SETTING_UP' WHERE tenant_id = $1 AND id = $2`, [
        tenantId,
        clusterId,
      ]);
    }
    return { ...outcome, ids: { cluster: clusterId, operation }, planned: { plan, findings, findingsBefore } };
  },
};

function refuseOtherVersion(cluster: LoadedCluster | undefined, { expectedVersion: expected, manifest }: Input): void {
  if (expected == null) return;
  if (cluster === undefined) {
    const message = `There is no cluster ${manifest.name}; leave expectedVersion out to make it.`;
    throw refused('NOT_FOUND', message, ['expectedVersion']);
  }
  if (expected !== cluster.revision) throw versionConflict(cluster.revision);
}

interface Wanted {
  readonly named: NamedResources;
  /** Those that are to be made. */
  readonly accounts: readonly DeclaredAccount[];
  readonly after: ClusterSpec;
}

/** What the manifest makes of the cluster. @throws Refused with what it names and nobody may use, or what no edit changes */
async function valueWanted(
  work: Work,
  manifest: Manifest,
  clusterId: string,
  cluster: LoadedCluster | undefined,
): Promise<Wanted> {
  const { sql, caller } = work;
  const named = await namedResources(work, manifest);
  const core = await coreWanted(work, manifest, named, cluster);
  const empty: ClusterSpec = { core, accounts: [], databaseServers: [], observedHosts: [] };
  const observedHosts = await checkMembers(sql, caller.tenantId, core, cluster?.id ?? null, (field) =>
    inInput(manifest, empty, field),
  );
  const databaseServers = await loadDatabaseServers(sql, caller.tenantId, core.databaseServers);
  const value = clusterSpec.parse({ core, accounts: cluster?.spec.accounts ?? [], databaseServers, observedHosts });
  const accounts = await declaredAccounts(work, clusterId, value, manifest, named);
  const after = { ...value, accounts: [...value.accounts, ...accounts.map(({ account }) => account)] };
  return { named, accounts, after };
}

function inInput(manifest: Manifest, spec: ClusterSpec, field: readonly string[]): readonly string[] {
  return ['manifest', ...inManifest(manifest, spec, field)];
}

/** The value that the manifest declares, with a database server of the manager's own where it wants one. */
async function coreWanted(
  work: Work,
  manifest: Manifest,
  named: NamedResources,
  cluster: LoadedCluster | undefined,
): Promise<ClusterSpec['core']> {
  const own = cluster === undefined ? undefined : localDatabaseOf(cluster.spec);
  const core = coreOf(manifest, { ...named, localDatabase: own?.databaseServerId });
  if (cluster !== undefined && own !== undefined && (!core.localDatabase || own.address !== core.quorumAddress)) {
    const message = `The manager's own database, at ${own.address}, can neither be taken away nor moved yet; keep localDatabase true and the quorum address.`;
    throw refused('WRONG_STATE', message, ['manifest', 'localDatabase']);
  }
  if (cluster !== undefined && cluster.state !== 'DRAFT') {
    const { hostName } = await factsOfWork(work, cluster.spec);
    const kept = notByAnEdit(cluster.spec, core, hostName);
    if (kept.length > 0) {
      throw new Refused(
        kept.map(({ field, message }) => ({
          ...{ code: 'WRONG_STATE', message, field: ['manifest', ...field], severity: 'ERROR' },
        })),
      );
    }
  }
  return core.localDatabase && own === undefined ? withLocalDatabase(work, core) : core;
}

function acknowledgedIn(
  { acknowledgements }: Manifest,
  { accounts }: ClusterSpec,
  named: NamedResources,
): Input['acknowledge'] {
  const ids = { ...named, accounts: new Map(accounts.map(({ name, accountId }) => [name, accountId])) };
  return acknowledgements.flatMap(({ rule, subject }) => {
    const text = subjectById(subject, ids);
    return text === undefined ? [] : [{ rule, subject: text }];
  });
}
