import { z } from 'zod';
import { loadLedger } from '../../engine/load-ledger.js';
import { judge } from '../../rules/judge.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { expectedVersion, keyed } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { dataOwners } from '../revisions/data-owner.js';
import { loadCluster } from '../revisions/load-cluster.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { notFound, versionConflict } from '../revisions/not-found.js';
import { planAccountEdit, unitsUnderWay } from '../revisions/plan-account-edit.js';

export const accountRemovals = ['KEEP_DATA', 'DELETE_DATA'] as const;

const input = z.strictObject({
  ...keyed,
  accountId: globalRef('Account'),
  /** Whether what its home and its database hold stays. */
  removal: z.enum(accountRemovals),
  expectedVersion,
});

const homeRow = z.object({ cluster_id: z.uuid() });
const accountRow = z.object({ name: z.string(), version: z.int(), uid: z.int(), secret_id: z.uuid().nullable() });

/** Takes an account away from every host. Its data stay unless the caller says otherwise in so many words. */
export const deleteAccount: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'deleteAccount',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { accountId, removal, expectedVersion: expected }) {
    const { sql, ids, caller } = work;
    const { tenantId, tokenId } = caller;
    const [home] = await sql.query(
      'SELECT cluster_id FROM account WHERE tenant_id = $1 AND id = $2 AND ($3::uuid IS NULL OR cluster_id = $3)',
      [tenantId, accountId, caller.clusterId],
      homeRow,
    );
    // The cluster first, as whoever ends an operation does: the other way round each could wait for the other.
    const cluster = home === undefined ? undefined : await loadCluster(sql, tenantId, home.cluster_id, 'lock');
    const [account] = await sql.query(
      'SELECT name, version, uid, secret_id FROM account WHERE tenant_id = $1 AND id = $2 AND to_revision IS NULL FOR UPDATE',
      [tenantId, accountId],
      accountRow,
    );
    if (cluster === undefined || account === undefined) throw notFound('Account', 'accountId');
    if (expected != null && expected !== account.version) throw versionConflict(account.version);
    const { spec } = cluster;
    const after = { ...spec, accounts: spec.accounts.filter((other) => other.accountId !== accountId) };
    const revision = cluster.revision + 1;
    const draft = cluster.state === 'DRAFT';
    await acceptRevision(sql, ids, {
      tenantId,
      clusterId: cluster.id,
      number: revision,
      core: spec.core,
      author: tokenId,
    });
    await sql.execute(
      `UPDATE account SET to_revision = $3, removal = $4, state = $5, version = version + 1 WHERE tenant_id = $1 AND id = $2`,
      [tenantId, accountId, revision, removal, draft ? 'DELETED' : 'DELETING'],
    );
    const facts = await factsOfWork(work, spec);
    const options = { draft, clusterId: cluster.id };
    const findings = judge(after, facts, ['declared'], options);
    const findingsBefore = judge(spec, facts, ['declared'], options);
    const target = { kind: 'Account', id: accountId } as const;
    const saved = { account: accountId, cluster: cluster.id };
    if (draft) return { ids: saved, target, planned: { plan: { tasks: [] }, findings, findingsBefore } };
    const ledger = await loadLedger(sql, tenantId, cluster.id);
    const owners = new Set(dataOwners(account.uid, account.secret_id));
    const { plan, lock } = planAccountEdit(after, owners, ledger, await unitsUnderWay(sql, tenantId, cluster.id));
    const operation = await startOperation(work, {
      kind: 'DELETE_ACCOUNT',
      lock,
      lockKeys: [`account/${account.name}`],
      target,
      clusterId: cluster.id,
      revision,
      plan,
    });
    return { ids: { ...saved, operation }, target, planned: { plan, findings, findingsBefore } };
  },
};
