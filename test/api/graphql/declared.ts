import { fromGlobalId } from '../../../src/domain/ids.js';
import { userTables } from '../../../src/probes/accounts/user-tables.js';
import { galera } from '../../../src/probes/database/galera.js';
import { groupReplication } from '../../../src/probes/database/group-replication.js';
import { ndbCluster } from '../../../src/probes/database/ndb-cluster.js';
import { rootRights } from '../../../src/probes/database/root-rights.js';
import { describeQuestion, type Probe } from '../../../src/probes/probe.js';
import { addresses } from '../../../src/probes/network/addresses.js';
import { diskSpace } from '../../../src/probes/storage/disk-space.js';
import { kernelNfsServer } from '../../../src/probes/storage/kernel-nfs-server.js';
import { quotaSupport } from '../../../src/probes/storage/quota-support.js';
import { mounts } from '../../../src/probes/storage/mounts.js';
import { homePath } from '../../../src/probes/system/home-path.js';
import { loginHome } from '../../../src/probes/system/login-home.js';
import { virtualization } from '../../../src/probes/system/virtualization.js';
import { machineIdentity } from '../../../src/probes/system/machine-identity.js';
import { memory } from '../../../src/probes/system/memory.js';
import { osRelease } from '../../../src/probes/system/os-release.js';
import { processors } from '../../../src/probes/system/processors.js';
import { held } from '../../unit/rules/held-addresses.js';
import { printedDisks, printedProcessors } from '../../unit/rules/system-prints.js';
import single from '../../unit/probes/fixtures/galera/single.json';
import noGroup from '../../unit/probes/fixtures/group-replication/single.json';
import bareHome from '../../unit/probes/fixtures/home-path/bare.json';
import loaded from '../../unit/probes/fixtures/kernel-nfs-server/loaded.json';
import root from '../../unit/probes/fixtures/login-home/root.json';
import bareMounts from '../../unit/probes/fixtures/mounts/bare.json';
import nobodyYet from '../../unit/probes/fixtures/user-tables/with-account.json';
import ownKernel from '../../unit/probes/fixtures/virtualization/debian.json';
import noNdb from '../../unit/probes/fixtures/ndb-cluster/single.json';
import debian from '../../unit/probes/fixtures/os-release/debian.json';
import mysqlRoot from '../../unit/probes/fixtures/root-rights/root.json';
import type { Answer as HostAnswer } from '../../../src/probes/probe.js';
import { fingerprintOf, newKey, type ApiWorld, type Tenant } from './api-world.js';

/** Row id in a global id. */
export function rowId(globalId: string): string {
  const parsed = fromGlobalId(globalId);
  if (parsed === undefined) throw new Error(`${globalId} is no id`);
  return parsed.id;
}

export async function aSshKey(world: ApiWorld, tenant: Tenant, name = 'key'): Promise<string> {
  const answer = await world.mutate(tenant.admin, 'createSshKey', { name, ...newKey() }, 'sshKey { id }');
  return answer.string('createSshKey.sshKey.id');
}

/** A host with a pinned key. */
export async function aHost(
  world: ApiWorld,
  tenant: Tenant,
  host: { readonly name: string; readonly address: string; readonly sshKeyId: string; readonly management?: string },
): Promise<string> {
  const input = { ...host, ...newKey(), hostKeyFingerprint: fingerprintOf(host.name) };
  const answer = await world.mutate(tenant.admin, 'registerHost', input, 'host { id }');
  return answer.string('registerHost.host.id');
}

export async function aDatabaseServer(
  world: ApiWorld,
  tenant: Tenant,
  server: { readonly name: string; readonly address: string; readonly reachedThroughId: string },
): Promise<string> {
  const input = { ...server, password: 'mysql-root-password', ...newKey() };
  const answer = await world.mutate(tenant.admin, 'registerDatabaseServer', input, 'databaseServer { id }');
  return answer.string('registerDatabaseServer.databaseServer.id');
}

export interface Declared {
  readonly sshKeyId: string;
  readonly manager: string;
  readonly node: string;
  readonly server: string;
  readonly clusterId: string;
}

/** What a manager and a node on one public network declare; meets every rule about the value. */
export function publicCluster(manager: string, node: string, net = '9.9.9'): object {
  return {
    topology: 'PUBLIC',
    networks: [{ name: 'public', kind: 'PUBLIC', cidr: `${net}.0/24` }],
    quorumAddress: `${net}.10`,
    members: [
      {
        hostId: manager,
        role: 'MANAGER',
        addresses: [
          { network: 'public', address: `${net}.11`, purpose: 'HOST' },
          { network: 'public', address: `${net}.10`, purpose: 'QUORUM' },
          { network: 'public', address: `${net}.100`, purpose: 'SERVICE' },
        ],
      },
      { hostId: node, role: 'NODE', addresses: [{ network: 'public', address: `${net}.12`, purpose: 'HOST' }] },
    ],
  };
}

/** A draft of a manager, a node and a database server, made through the API. */
export async function aDraft(world: ApiWorld, tenant: Tenant, name = 'shop', net = '9.9.9'): Promise<Declared> {
  const sshKeyId = await aSshKey(world, tenant, `${name}-key`);
  const manager = await aHost(world, tenant, { name: `${name}-manager`, address: `${net}.11`, sshKeyId });
  const node = await aHost(world, tenant, { name: `${name}-node`, address: `${net}.12`, sshKeyId });
  const reached = { address: `${net}.14`, reachedThroughId: manager };
  const server = await aDatabaseServer(world, tenant, { name: `${name}-db`, ...reached });
  const input = { name, ...publicCluster(manager, node, net), databaseServerIds: [server], ...newKey() };
  const answer = await world.mutate(tenant.admin, 'createCluster', input, 'cluster { id }');
  return { sshKeyId, manager, node, server, clusterId: answer.string('createCluster.cluster.id') };
}

function printed(stdout: string): HostAnswer {
  return { exitCode: 0, stdout, stderr: '' };
}

/** What a host shows that can be of a cluster. */
function fit(digit: string, name: string): readonly [Probe<unknown>, HostAnswer][] {
  return [
    [machineIdentity(), printed(`${digit.repeat(32)}\n${name}\n${Math.floor(Date.now() / 1000)}\n`)],
    [osRelease(), debian],
    [loginHome(), root],
    [homePath(), bareHome],
    [processors(), printed(printedProcessors(2))],
    [memory(), printed('MemTotal:        4194304 kB\n')],
    [diskSpace(), printed(printedDisks([40]))],
  ];
}

/** As if all hosts had just been looked at and were fit. */
export async function lookAtHosts(
  world: ApiWorld,
  tenant: Tenant,
  { manager, node, server }: Declared,
  net = '9.9.9',
): Promise<void> {
  const looks: (readonly [string, Probe<unknown>, HostAnswer])[] = [
    ...fit('a', 'manager').map(([probe, answer]) => [rowId(manager), probe, answer] as const),
    ...fit('b', 'node').map(([probe, answer]) => [rowId(node), probe, answer] as const),
    // With what it binds later, which is judged by them.
    [rowId(manager), addresses(), printed(held(`${net}.11`, `${net}.10`, `${net}.100`))],
    [rowId(node), addresses(), printed(held(`${net}.12`))],
    [rowId(node), userTables(), nobodyYet],
    [rowId(manager), virtualization(), ownKernel],
    [rowId(node), virtualization(), ownKernel],
    [rowId(manager), kernelNfsServer(), loaded],
    [rowId(manager), mounts(), bareMounts],
    [rowId(manager), quotaSupport('/chroot'), printed('/ ext4\ngroup quota on / (/dev/vda1) is on (enforced)\n')],
    [rowId(server), rootRights(), mysqlRoot],
    [rowId(server), galera(), single],
    [rowId(server), groupReplication(), noGroup],
    [rowId(server), ndbCluster(), noNdb],
  ];
  for (const [id, probe, answer] of looks) {
    await world.database.execute(
      `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
       VALUES ($1, coalesce((SELECT host_id FROM database_server WHERE id = $2::uuid), $2::uuid), $3, $4, $5, $6, $7, now())
       ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET stdout = $6, observed_at = now()`,
      [tenant.id, id, probe.id, describeQuestion(probe.question), answer.exitCode, answer.stdout, answer.stderr],
    );
  }
}

/** What a look showed of users does not count any more once steps may have made some. */
export async function forgetUsers(world: ApiWorld, tenant: Tenant): Promise<void> {
  await world.database.execute('DELETE FROM fact WHERE tenant_id = $1 AND probe_id = $2', [tenant.id, userTables().id]);
}

/** A cluster whose setup was accepted, every task of it done, as the ledger says. */
export async function aClusterSetUp(world: ApiWorld, tenant: Tenant, name = 'shop', net = '9.9.9'): Promise<Declared> {
  const declared = await aDraft(world, tenant, name, net);
  await lookAtHosts(world, tenant, declared, net);
  const input = { clusterId: declared.clusterId, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'setUpCluster', input, 'operation { id }');
  await finishOperation(world, answer.string('setUpCluster.operation.id'));
  await forgetUsers(world, tenant);
  return declared;
}

/** An account with a database whose creation is done. */
export async function anAccount(world: ApiWorld, tenant: Tenant, on: Declared, name = 'bakery'): Promise<string> {
  const input = {
    ...{ clusterId: on.clusterId, name, domain: `${name}.example`, ...newKey() },
    database: { serverId: on.server },
  };
  const answer = await world.mutate(tenant.admin, 'createAccount', input, 'account { id } operation { id }');
  await finishOperation(world, answer.string('createAccount.operation.id'));
  const id = answer.string('createAccount.account.id');
  await world.database.execute(`UPDATE account SET state = 'ACTIVE' WHERE id = $1`, [rowId(id)]);
  return id;
}

/** A host outside of every cluster, from which proofs look. */
export async function aVantage(
  world: ApiWorld,
  tenant: Tenant,
  sshKeyId: string,
  more: { readonly externalRef?: string } = {},
): Promise<{ readonly vantage: string; readonly host: string }> {
  const host = await aHost(world, tenant, { name: 'outside', address: '8.8.4.4', sshKeyId });
  const input = { name: 'outside', hostId: host, ...more, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'registerVantage', input, 'vantage { id }');
  return { vantage: answer.string('registerVantage.vantage.id'), host };
}

/** An endpoint with the probe that it begins with. */
export async function aWebhookEndpoint(
  world: ApiWorld,
  tenant: Tenant,
  input: object = {},
): Promise<{ readonly endpoint: string; readonly delivery: string }> {
  const selection = 'webhookEndpoint { id deliveries(first: 1) { nodes { id } } }';
  const given = { url: 'https://example.com/hooks', ...input, ...newKey() };
  const answer = await world.mutate(tenant.admin, 'createWebhookEndpoint', given, selection);
  const endpoint = 'createWebhookEndpoint.webhookEndpoint';
  return { endpoint: answer.string(`${endpoint}.id`), delivery: answer.string(`${endpoint}.deliveries.nodes.0.id`) };
}

/** As if every task of an operation had been done: its steps are in the ledger and its cluster is active. */
export async function finishOperation(world: ApiWorld, operationId: string): Promise<void> {
  const id = rowId(operationId);
  await world.database.transaction(async (sql) => {
    await sql.execute(
      `INSERT INTO ledger (tenant_id, host_id, cluster_id, kind, key, version, input, revision, origin, first_look, proved_at)
       SELECT s.tenant_id, s.host_id, o.cluster_id, s.kind, u.value->>'key', s.version, u.value->'input', o.revision,
              'CREATED', '{}', now()
       FROM operation o JOIN step s ON s.operation_id = o.id CROSS JOIN LATERAL jsonb_array_elements(s.units) u
       WHERE o.id = $1 AND s.direction = 'MAKE' ON CONFLICT DO NOTHING`,
      [id],
    );
    await sql.execute(`UPDATE task SET state = 'DONE', finished_at = now() WHERE operation_id = $1`, [id]);
    await sql.execute(`UPDATE step SET outcome = 'CHANGED', finished_at = now() WHERE operation_id = $1`, [id]);
    await sql.execute(`UPDATE operation SET state = 'SUCCEEDED', finished_at = now() WHERE id = $1`, [id]);
    await sql.execute(
      `UPDATE cluster SET state = 'ACTIVE', applied_revision = accepted_revision
       WHERE id = (SELECT cluster_id FROM operation WHERE id = $1)`,
      [id],
    );
  });
}
