import { z } from 'zod';
import { resourceKinds } from '../../domain/ids.js';
import { loadLedger } from '../../engine/load-ledger.js';
import { operationKinds, type NewOperation } from '../../engine/new-operation.js';
import { onlyLooked } from '../../ports/only-looked.js';
import { planChange } from '../../plan/plan-change.js';
import { planHostKey, planObserve } from '../../plan/plan-observe.js';
import { planRepair } from '../../plan/plan-repair.js';
import { proofKinds, type ProofKind } from '../../proofs/proof.js';
import { proofRegistry } from '../../proofs/registry.js';
import { judge } from '../../rules/judge.js';
import type { Finding } from '../../rules/rule.js';
import type { Command, Work } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { loadVantage } from '../proofs/load-vantage.js';
import { planProofs } from '../proofs/plan-proofs.js';
import { proofChoiceOf, proofLock } from '../proofs/proof-lock.js';
import { withProofs } from '../proofs/with-proofs.js';
import { dataOwners } from '../revisions/data-owner.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { loadCluster } from '../revisions/load-cluster.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { notFound } from '../revisions/not-found.js';
import { planAccountEdit, unitsUnderWay } from '../revisions/plan-account-edit.js';
import { withLooks } from '../revisions/with-looks.js';
import { refused } from '../user-error.js';
import { startOperation } from './start-operation.js';

const input = z.strictObject({ ...keyed, operationId: globalRef('Operation') });

const operationRow = z.object({
  kind: z.enum(operationKinds),
  state: z.string(),
  target_kind: z.enum(resourceKinds),
  target_id: z.uuid(),
  cluster_id: z.uuid().nullable(),
  revision: z.int().nullable(),
  lock_keys: z.array(z.string()),
  only_looked: z.boolean(),
});
const accountRow = z.object({ name: z.string(), uid: z.int(), secret_id: z.uuid().nullable() });
const proofRow = z.object({ key: z.enum(proofKinds) });
const taskRow = z.object({ host_id: z.uuid(), kind: z.string() });

/**
 * Does again what an operation that failed or was cancelled left undone, as a new operation. It plans from the ledger, so that what is true already
 * is not repeated, and what was edited meanwhile is taken along.
 */
export const retryOperation: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'retryOperation',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { operationId }) {
    const { sql, caller } = work;
    const [former] = await sql.query(
      `SELECT kind, state, target_kind, target_id, cluster_id, revision, lock_keys, ${onlyLooked('operation')} AS only_looked
       FROM operation
       WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR cluster_id = $3)`,
      [caller.tenantId, operationId, caller.clusterId],
      operationRow,
    );
    if (former === undefined) throw notFound('Operation', 'operationId');
    if (former.state !== 'FAILED' && former.state !== 'CANCELLED') {
      const message = `Only what failed or was cancelled can be retried; this operation is ${former.state}.`;
      throw refused('WRONG_STATE', message, ['operationId']);
    }
    if (former.only_looked) {
      const message =
        'A plan that was not carried out has changed nothing; ask for it again with validateOnly, and apply that.';
      throw refused('WRONG_STATE', message, ['operationId']);
    }
    const { cluster_id: clusterId } = former;
    const makesTrue = clusterId !== null && former.revision !== null;
    const { findings = [], ...again } = makesTrue
      ? await planCluster(work, clusterId, { ...former, operationId })
      : clusterId !== null && former.kind === 'PROVE_CLUSTER'
        ? await planProofsAgain(work, clusterId, former.lock_keys)
        : await planLooks(work, operationId);
    const target = { kind: former.target_kind, id: former.target_id } as const;
    const operation = await startOperation(work, {
      kind: former.kind,
      ...again,
      target,
      clusterId,
      retryOf: operationId,
    });
    return { ids: { operation }, target, planned: { plan: again.plan, findings, findingsBefore: findings } };
  },
};

type Replanned = Pick<NewOperation, 'plan' | 'revision' | 'lock' | 'lockKeys'> & {
  /** Of the value that is made true again; what only looks or proves has none. */
  readonly findings?: readonly Finding[];
};

async function planLooks({ sql, caller }: Work, operationId: string): Promise<Replanned> {
  const tasks = await sql.query(
    `SELECT host_id, kind FROM task WHERE tenant_id = $1 AND operation_id = $2 AND state <> 'DONE' ORDER BY position`,
    [caller.tenantId, operationId],
    taskRow,
  );
  const hostsOf = (asksForKey: boolean): readonly string[] =>
    tasks.filter(({ kind }) => (kind === 'HOST_KEY') === asksForKey).map(({ host_id }) => host_id);
  const plan = { tasks: [...planHostKey(hostsOf(true)).tasks, ...planObserve(hostsOf(false)).tasks] };
  return { plan, revision: null, lock: 'NONE', lockKeys: [] };
}

/** The whole of it, on the value of now: what one host began is not there any more for the other. */
async function planProofsAgain(work: Work, clusterId: string, lockKeys: readonly string[]): Promise<Replanned> {
  const { spec } = await ownCluster(work, clusterId);
  const { kinds, vantageId } = proofChoiceOf(lockKeys);
  const vantage = vantageId === null ? null : await loadVantage(work, vantageId);
  const proofs = proofRegistry.filter((proof) => kinds.includes(proof.kind) && proof.notApplicable(spec) === null);
  const plan = planProofs(proofs, { spec, vantage, nonce: work.ids.nonce(8) });
  return { plan, revision: null, ...proofLock({ kinds, vantageId }) };
}

/** What an operation was to prove behind its change: the whole of it is tried again. */
async function proofsOf({ sql, caller }: Work, operationId: string): Promise<readonly ProofKind[]> {
  const rows = await sql.query(
    `SELECT DISTINCT s.key FROM step s JOIN task t ON t.tenant_id = s.tenant_id AND t.id = s.task_id
     WHERE t.tenant_id = $1 AND t.operation_id = $2 AND t.kind = 'PROOF'`,
    [caller.tenantId, operationId],
    proofRow,
  );
  return rows.map(({ key }) => key);
}

async function planCluster(
  work: Work,
  clusterId: string,
  { kind, target_kind, target_id, operationId }: z.infer<typeof operationRow> & { readonly operationId: string },
): Promise<Replanned> {
  const { tenantId } = work.caller;
  const cluster = await loadCluster(work.sql, tenantId, clusterId, 'lock');
  if (cluster === undefined) throw notFound('Operation', 'operationId');
  const ledger = await loadLedger(work.sql, tenantId, clusterId);
  const { revision, spec } = cluster;
  // Nothing refuses a retry, as nothing refuses a repair: what is violated is what it may mend.
  const facts = await factsOfWork(work, spec);
  const findings = judge(spec, facts, ['declared', 'before', 'after'], { draft: false, clusterId });
  if (target_kind !== 'Account') {
    const change = withLooks(kind === 'REPAIR_CLUSTER' ? planRepair(spec, ledger) : planChange(spec, ledger), cluster);
    const proofs = await proofsOf(work, operationId);
    const plan = withProofs(change, spec, proofs, work.ids.nonce(8));
    return { plan, revision, lock: 'EXCLUSIVE', lockKeys: [], findings };
  }
  const [account] = await work.sql.query(
    'SELECT name, uid, secret_id FROM account WHERE tenant_id = $1 AND id = $2',
    [tenantId, target_id],
    accountRow,
  );
  if (account === undefined) throw notFound('Operation', 'operationId');
  const owners = new Set(dataOwners(account.uid, account.secret_id));
  const edit = planAccountEdit(spec, owners, ledger, await unitsUnderWay(work.sql, tenantId, clusterId));
  return { ...edit, plan: withLooks(edit.plan, cluster), revision, lockKeys: [`account/${account.name}`], findings };
}
