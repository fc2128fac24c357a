import { openToken, tokenOf } from '../../../src/commands/plans/plan-token.js';
import { fingerprintOf, newKey, type ApiWorld, type Tenant } from './api-world.js';
import {
  aClusterSetUp,
  aDraft,
  aHost,
  anAccount,
  aVantage,
  aWebhookEndpoint,
  finishOperation,
  lookAtHosts,
  rowId,
  type Declared,
} from './declared.js';

/** A tenant with something of everything, in the states that mutations refuse. */
export interface Populated {
  readonly shop: Declared;
  readonly bakery: string;
  readonly deleted: string;
  readonly succeeded: string;
  readonly draft: Declared;
  readonly unfit: Declared;
  readonly busy: Declared;
  /** Failed, of the busy cluster. */
  readonly failed: string;
  readonly silent: string;
  readonly offering: string;
  readonly spare: string;
  readonly spare2: string;
  /** Only looked at. */
  readonly observed: string;
  readonly outside: { readonly vantage: string; readonly host: string };
  readonly hook: string;
  readonly disabledHook: string;
  /** Tokens of plans that are not applied. */
  readonly plans: { readonly undecided: string; readonly changed: string; readonly expired: string };
}

export async function populate(world: ApiWorld, tenant: Tenant): Promise<Populated> {
  const { admin } = tenant;
  const used = { name: 'used', externalRef: 'taken', idempotencyKey: 'used' };
  await world.mutate(admin, 'createSshKey', used);
  const shop = await aClusterSetUp(world, tenant, 'shop', '9.9.9');
  await world.database.execute(`UPDATE database_server SET external_ref = 'taken' WHERE id = $1`, [rowId(shop.server)]);
  const bakery = await anAccount(world, tenant, shop, 'bakery');
  const deleted = await anAccount(world, tenant, shop, 'gone');
  const deletion = { accountId: deleted, removal: 'KEEP_DATA', ...newKey() };
  const succeeded = (await world.mutate(admin, 'deleteAccount', deletion, 'operation { id }')).string(
    'deleteAccount.operation.id',
  );
  await finishOperation(world, succeeded);

  const draft = await aDraft(world, tenant, 'draft', '9.9.8');
  await world.database.execute(
    `UPDATE host SET fault_class = 'TRANSIENT', fault = 'connect ECONNREFUSED', fault_at = now() WHERE id = $1`,
    [rowId(draft.node)],
  );
  const unfit = await aDraft(world, tenant, 'unfit', '9.9.7');
  await lookAtHosts(world, tenant, unfit, '9.9.7');
  await world.database.execute(
    `UPDATE fact SET stdout = 'missing' WHERE host_id = $1 AND probe_id = 'storage.kernelNfsServer'`,
    [rowId(unfit.manager)],
  );
  await world.database.execute(`DELETE FROM fact WHERE host_id = $1 AND probe_id LIKE 'system.loginHome%'`, [
    rowId(unfit.node),
  ]);
  const busy = await aClusterSetUp(world, tenant, 'busy', '9.9.6');
  await lookAtHosts(world, tenant, busy, '9.9.6');
  const repair = async (): Promise<string> => {
    const input = { clusterId: busy.clusterId, ...newKey() };
    const answer = await world.mutate(admin, 'repairCluster', input, 'operation { id }');
    return answer.string('repairCluster.operation.id');
  };
  const failed = await repair();
  await world.database.execute(`UPDATE operation SET state = 'FAILED' WHERE id = $1`, [rowId(failed)]);
  await repair();

  const unconfirmed = async (name: string, address: string): Promise<string> => {
    const input = { name, address, sshKeyId: shop.sshKeyId, ...newKey() };
    return (await world.mutate(admin, 'registerHost', input, 'host { id }')).string('registerHost.host.id');
  };
  const silent = await unconfirmed('silent', '9.9.5.1');
  const offering = await unconfirmed('offering', '9.9.5.2');
  await world.database.execute(`UPDATE host SET offered_algorithm = 'ssh-ed25519', offered_sha256 = $2 WHERE id = $1`, [
    rowId(offering),
    fingerprintOf('offering'),
  ]);
  const spare = await aHost(world, tenant, { name: 'spare', address: '9.9.5.3', sshKeyId: shop.sshKeyId });
  const spare2 = await aHost(world, tenant, { name: 'spare2', address: '9.9.5.4', sshKeyId: shop.sshKeyId });
  const appliance = { name: 'observed', address: '9.9.5.5', sshKeyId: shop.sshKeyId, management: 'OBSERVED' };
  const observed = await aHost(world, tenant, appliance);
  const outside = await aVantage(world, tenant, shop.sshKeyId, { externalRef: 'taken' });
  const { endpoint: hook } = await aWebhookEndpoint(world, tenant, { externalRef: 'taken' });
  const { endpoint: disabledHook } = await aWebhookEndpoint(world, tenant);
  await world.mutate(admin, 'updateWebhookEndpoint', { webhookEndpointId: disabledHook, enabled: false });
  return {
    shop,
    bakery,
    deleted,
    succeeded,
    draft,
    unfit,
    busy,
    failed,
    silent,
    offering,
    spare,
    spare2,
    observed,
    outside,
    hook,
    disabledHook,
    plans: await somePlans(world, tenant, shop.clusterId),
  };
}

/** As a repair of the cluster is planned, and with what would refuse it changed. */
async function somePlans(world: ApiWorld, tenant: Tenant, clusterId: string): Promise<Populated['plans']> {
  const input = { clusterId, validateOnly: true, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'repairCluster', input, 'plan { token }');
  const undecided = answer.string('repairCluster.plan.token');
  const content = openToken(world.vault, tenant.id, undecided);
  if (content === undefined || 'hosts' in content.outline) throw new Error('a token of ours does not open');
  const outline = { ...content.outline, units: [] };
  return {
    undecided,
    changed: tokenOf(world.vault, { ...content, outline: { ...outline, revision: 99 } }),
    expired: tokenOf(world.vault, { ...content, outline, expiresAt: new Date(0) }),
  };
}
