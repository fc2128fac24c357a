import { z } from 'zod';
import {
  accountIdRange,
  accountSpec,
  domainName,
  quotaBytes,
  unixName,
  type ClusterSpec,
} from '../../domain/account-spec.js';
import { accountName, databaseName, reservedDatabases, reservedUsers } from '../../domain/account-names.js';
import { localDatabaseOf } from '../../domain/local-database.js';
import { Secret } from '../../domain/secret.js';
import { addressText } from '../../domain/written-address.js';
import { loadLedger } from '../../engine/load-ledger.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import type { Command, Work } from '../command.js';
import { globalRef } from '../global-ref.js';
import { acknowledge, annotations, keyed, secretText } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { dataOwners } from '../revisions/data-owner.js';
import { enforce, keepAcknowledgements, loadAcknowledgements } from '../revisions/enforce.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { loadFacts } from '../revisions/load-facts.js';
import { notFound } from '../revisions/not-found.js';
import { planAccountEdit, unitsUnderWay } from '../revisions/plan-account-edit.js';
import { refused } from '../user-error.js';
import { refuseHeld } from './held-database.js';
import { refuseDedicated } from './refuse-dedicated.js';

const noServer = "The cluster has no database server on its manager; name one of the cluster's database servers.";
const ofTheServer = 'This name belongs to the server itself; choose another.';
const input = z.strictObject({
  ...keyed,
  ...annotations,
  acknowledge,
  clusterId: globalRef('Cluster'),
  name: accountName,
  domain: domainName.nullish(),
  dedicatedAddress: addressText.nullish(),
  database: z
    .strictObject({
      /** The manager's own unless said otherwise. */
      serverId: globalRef('DatabaseServer').nullish(),
      /** The account's name unless said otherwise. */
      name: databaseName.nullish(),
      user: unixName.nullish(),
      /** Made here and shown once without it. */
      password: secretText(12, 128).nullish(),
    })
    .nullish(),
  quotaBytes: quotaBytes.nullish(),
});
type Input = z.output<typeof input>;

const numberRow = z.object({ next: z.int() });
const generatedPasswordBytes = 24;

/** Gives a customer a site: a unix user with one UID and GID everywhere, a home in the user storage, perhaps a database. */
export const createAccount: Command<Input, z.input<typeof input>> = {
  name: 'createAccount',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, given) {
    const { sql, ids, caller } = work;
    const { tenantId, tokenId } = caller;
    const cluster = await ownCluster(work, given.clusterId);
    const { spec } = cluster;
    const accountId = ids.uuid();
    const uid = await nextId(work, cluster.id);
    const database = await databaseOf(work, given, spec);
    const quota = given.quotaBytes ?? null;
    const dedicated = given.dedicatedAddress ?? null;
    if (dedicated !== null) refuseDedicated(spec, dedicated);
    const account = accountSpec.parse({
      ...{ accountId, name: given.name, uid, gid: uid, quotaBytes: quota },
      ...{ domain: given.domain ?? null, dedicatedAddress: dedicated, database: database?.spec ?? null },
    });
    await refuseUndeleted(work, cluster.id, given.name);
    if (database !== null) await refuseHeld(sql, tenantId, database.spec);
    const after = { ...spec, accounts: [...spec.accounts, account] };
    const draft = cluster.state === 'DRAFT';
    const facts = await loadFacts(sql, tenantId, after);
    const options = { draft, clusterId: cluster.id };
    const findings = judge(after, facts, ['declared'], options);
    const acknowledged = [...(await loadAcknowledgements(sql, tenantId, cluster.id)), ...given.acknowledge];
    const findingsBefore = judge(spec, facts, ['declared'], options);
    enforce(introduced(findings, findingsBefore), acknowledged, () => ['clusterId']);
    await keepAcknowledgements(sql, tenantId, cluster.id, tokenId, given.acknowledge);
    const revision = cluster.revision + 1;
    await acceptRevision(sql, ids, {
      tenantId,
      clusterId: cluster.id,
      number: revision,
      core: spec.core,
      author: tokenId,
    });
    await sql.execute(
      `INSERT INTO account (id, tenant_id, cluster_id, name, uid, gid, domain, database_server_id, database_name, database_user,
         secret_id, secret_version, from_revision, state, labels, external_ref, quota_bytes, dedicated_address)
       VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
      [
        ...[accountId, tenantId, cluster.id, given.name, uid, given.domain ?? null],
        ...[database?.spec.server ?? null, database?.spec.name ?? null, database?.spec.user ?? null],
        ...[database?.spec.password.secretId ?? null, database?.spec.password.version ?? null],
        ...[
          revision,
          draft ? 'DECLARED' : 'CREATING',
          JSON.stringify(given.labels),
          given.externalRef,
          quota,
          dedicated,
        ],
      ],
    );
    const shown = database?.generated == null ? {} : { shownOnce: database.generated.reveal() };
    const target = { kind: 'Account', id: accountId } as const;
    const saved = { account: accountId, cluster: cluster.id };
    if (draft) return { ids: saved, target, planned: { plan: { tasks: [] }, findings, findingsBefore }, ...shown };
    const ledger = await loadLedger(sql, tenantId, cluster.id);
    const owners = new Set(dataOwners(uid, database?.spec.password.secretId ?? null));
    const { plan, lock } = planAccountEdit(after, owners, ledger, await unitsUnderWay(sql, tenantId, cluster.id));
    const operation = await startOperation(work, {
      kind: 'CREATE_ACCOUNT',
      lock,
      lockKeys: [`account/${given.name}`],
      target,
      clusterId: cluster.id,
      revision,
      plan,
    });
    return { ids: { ...saved, operation }, target, planned: { plan, findings, findingsBefore }, ...shown };
  },
};

/** A user that a failed deletion left on hosts is not the new account's. */
async function refuseUndeleted({ sql, caller }: Work, clusterId: string, name: string): Promise<void> {
  const left = await sql.query(
    `SELECT id FROM account WHERE tenant_id = $1 AND cluster_id = $2 AND name = $3 AND to_revision IS NOT NULL AND state = 'FAILED'`,
    [caller.tenantId, clusterId, name],
    z.object({ id: z.uuid() }),
  );
  if (left.length === 0) return;
  throw refused(
    'NAME_TAKEN',
    `An account ${name} was deleted and is still on some hosts, since that failed; complete it first (retryOperation of its deletion, or repairCluster).`,
    ['name'],
  );
}

/** The next free UID and GID of the cluster. Those of deleted accounts are never given out again: files may still carry them. */
async function nextId({ sql, caller }: Work, clusterId: string): Promise<number> {
  const [row] = await sql.query(
    `SELECT coalesce(max(uid), ${accountIdRange.first - 1}) + 1 AS next FROM account WHERE tenant_id = $1 AND cluster_id = $2`,
    [caller.tenantId, clusterId],
    numberRow,
  );
  const next = row?.next ?? accountIdRange.first;
  if (next > accountIdRange.last) {
    throw refused('WRONG_STATE', `All UIDs up to ${accountIdRange.last} were given out in this cluster.`, [
      'clusterId',
    ]);
  }
  return next;
}

interface DeclaredDatabase {
  readonly spec: NonNullable<z.output<typeof accountSpec>['database']>;
  readonly generated: Secret | null;
}

async function databaseOf(work: Work, given: Input, spec: ClusterSpec): Promise<DeclaredDatabase | null> {
  const { sql, ids, vault, caller } = work;
  if (given.database == null) return null;
  const { name, user, password } = given.database;
  const serverId = given.database.serverId ?? localDatabaseOf(spec)?.databaseServerId;
  if (serverId === undefined) throw refused('INVALID_INPUT', noServer, ['database', 'serverId']);
  if (!spec.core.databaseServers.some((id) => id === serverId)) {
    throw notFound('DatabaseServer', 'database', 'serverId');
  }
  const databaseUser = user ?? given.name;
  if (reservedUsers.has(databaseUser)) throw refused('INVALID_INPUT', ofTheServer, ['database', 'user']);
  if (reservedDatabases.has(name ?? given.name)) throw refused('INVALID_INPUT', ofTheServer, ['database', 'name']);
  const generated = password == null ? new Secret(ids.nonce(generatedPasswordBytes)) : null;
  const ref = await vault.seal(sql, caller.tenantId, 'mysql-password', password ?? generated ?? new Secret(''));
  const declared = accountSpec.shape.database.unwrap().parse({
    server: serverId,
    name: name ?? given.name,
    user: databaseUser,
    password: ref,
  });
  return { spec: declared, generated };
}
