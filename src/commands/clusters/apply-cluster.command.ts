import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { loadLedger } from '../../engine/load-ledger.js';
import type { Manifest } from '../../manifest/manifest.js';
import { subjectById } from '../../manifest/subject-names.js';
import { planChange } from '../../plan/plan-change.js';
import { sameInput } from '../../plan/same-input.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import { insertAccount } from '../accounts/insert-account.js';
import type { Command } from '../command.js';
import { acknowledge, expectedVersion, keyed, prove } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { Refusals } from '../refusals.js';
import { proofsAfterChange, withProofs } from '../proofs/with-proofs.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { refuseUnknown, withSubjectIds } from '../revisions/acknowledged-subjects.js';
import { enforce, keepAcknowledgements, loadAcknowledgements } from '../revisions/enforce.js';
import type { LoadedCluster } from '../revisions/load-cluster.js';
import { factsBefore, factsOfWork } from '../revisions/facts-of-work.js';
import { holdAddresses } from '../revisions/hold-addresses.js';
import { versionConflict } from '../revisions/not-found.js';
import { withLooks } from '../revisions/with-looks.js';
import { refused } from '../user-error.js';
import { askingBesides } from './asking-besides.js';
import { clusterNamed } from './cluster-named.js';
import { inInput } from './in-input.js';
import { keepAccountAnnotations } from './keep-account-annotations.js';
import { keepAnnotations } from './keep-annotations.js';
import { manifestText } from './manifest-text.js';
import type { NamedResources } from './named-resources.js';
import { valueWanted } from './value-wanted.js';

const input = z.strictObject({
  ...keyed,
  manifest: manifestText,
  /** Whether what is a draft, or new, is set up too; a cluster that was set up is changed on its hosts in any case. */
  setUp: z.boolean().default(false),
  expectedVersion,
  acknowledge,
  prove,
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
    const { manifest } = given.manifest;
    const cluster = await clusterNamed(work, manifest.name);
    refuseOtherVersion(cluster, given);
    const clusterId = cluster?.id ?? ids.uuid();
    const { named, accounts, after } = await valueWanted(work, given.manifest, clusterId, cluster);
    const { core } = after;

    const wasSetUp = cluster !== undefined && cluster.state !== 'DRAFT';
    const draft = !wasSetUp && !given.setUp;
    if (draft && given.prove) {
      throw refused('INVALID_INPUT', 'A draft is on no host, to be tried there; give setUp too, or no prove.', [
        'prove',
      ]);
    }
    if (!draft) await holdAddresses(sql, tenantId, core);
    const facts = await factsOfWork(work, after);
    const moments = draft ? (['declared'] as const) : (['declared', 'before'] as const);
    const options = cluster === undefined ? { draft } : { draft, clusterId, revision: cluster.revision };
    const findings = askingBesides(judge(after, facts, moments, options), after);
    // Setting up is judged in full, as if nothing were there yet.
    const findingsBefore =
      cluster !== undefined && (draft || wasSetUp)
        ? judge(cluster.spec, await factsBefore(work, cluster.spec), moments, options)
        : [];
    const refusals = new Refusals();
    const said = manifest.acknowledgements;
    await refusals.of(() => refuseUnknown(said, after, facts, findings, ['manifest', 'acknowledgements']));
    await refusals.of(() => refuseUnknown(given.acknowledge, after, facts, findings, ['acknowledge']));
    // The others count beside one that is refused: what they let pass is not told again.
    const acknowledged = [
      ...withSubjectIds(given.acknowledge, after, facts),
      ...acknowledgedIn(manifest, after, named),
    ];
    const earlier = cluster === undefined ? [] : await loadAcknowledgements(sql, tenantId, clusterId);
    await refusals.of(() =>
      enforce(
        introduced(findings, findingsBefore),
        [...earlier, ...acknowledged],
        (field) => inInput(manifest, after, field),
        ': in the manifest, add that to its acknowledgements',
      ),
    );
    refusals.end();

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
    const change = withLooks(planChange(after, ledger), { state, spec: after });
    const plan = withProofs(change, after, given.prove ? proofsAfterChange(after) : [], ids.nonce(8));
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

function refuseOtherVersion(
  cluster: LoadedCluster | undefined,
  { expectedVersion: expected, manifest: { manifest } }: Input,
): void {
  if (expected == null) return;
  if (cluster === undefined) {
    const message = `There is no cluster ${manifest.name}; leave expectedVersion out to make it.`;
    throw refused('NOT_FOUND', message, ['expectedVersion']);
  }
  if (expected !== cluster.revision) throw versionConflict(cluster.revision);
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
