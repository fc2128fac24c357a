import { z } from 'zod';
import { domainName, quotaBytes, unixName } from '../../domain/account-spec.js';
import { accountName, databaseName } from '../../domain/account-names.js';
import { addressText } from '../../domain/written-address.js';
import { loadLedger } from '../../engine/load-ledger.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { acknowledge, annotations, keyed, secretText } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { acceptRevision } from '../revisions/accept-revision.js';
import { dataOwners } from '../revisions/data-owner.js';
import { acknowledgedByInput } from '../revisions/acknowledged-subjects.js';
import { askingBesides } from '../clusters/asking-besides.js';
import { enforce, keepAcknowledgements, loadAcknowledgements } from '../revisions/enforce.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { insertAccount } from './insert-account.js';
import { newAccount, nextId } from './new-account.js';
import { planAccountEdit, unitsUnderWay } from '../revisions/plan-account-edit.js';

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
    const { account, generated } = await newAccount(work, cluster.id, spec, await nextId(work, cluster.id), given);
    const after = { ...spec, accounts: [...spec.accounts, account] };
    const draft = cluster.state === 'DRAFT';
    const facts = await factsOfWork(work, after);
    const options = { draft, clusterId: cluster.id };
    // A first limit wants of the hosts what nobody asked of them before.
    const moments = draft ? (['declared'] as const) : (['declared', 'before'] as const);
    const findings = askingBesides(judge(after, facts, moments, options), after);
    const meant = acknowledgedByInput(given.acknowledge, after, facts, findings);
    const acknowledged = [...(await loadAcknowledgements(sql, tenantId, cluster.id)), ...meant];
    const findingsBefore = judge(spec, facts, moments, options);
    enforce(introduced(findings, findingsBefore), acknowledged, inAccountInput(spec.accounts.length));
    await keepAcknowledgements(sql, tenantId, cluster.id, tokenId, meant);
    const revision = cluster.revision + 1;
    await acceptRevision(sql, ids, {
      tenantId,
      clusterId: cluster.id,
      number: revision,
      core: spec.core,
      author: tokenId,
    });
    const { labels, externalRef } = given;
    await insertAccount(sql, tenantId, cluster.id, account, { revision, draft, labels, externalRef });
    const shown = generated === null ? {} : { shownOnce: generated.reveal() };
    const target = { kind: 'Account', id: account.accountId } as const;
    const saved = { account: account.accountId, cluster: cluster.id };
    if (draft) return { ids: saved, target, planned: { plan: { tasks: [] }, findings, findingsBefore }, ...shown };
    const ledger = await loadLedger(sql, tenantId, cluster.id);
    const owners = new Set(dataOwners(account.uid, account.database?.password.secretId ?? null));
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

/** Where the input has a place of the value whose account at `own` it makes; whatever lies elsewhere is the cluster's. */
function inAccountInput(own: number): (field: readonly string[]) => readonly string[] {
  return ([part, position, ...rest]) =>
    part === 'accounts' && position === String(own)
      ? rest.map((key) => (key === 'server' ? 'serverId' : key))
      : ['clusterId'];
}
