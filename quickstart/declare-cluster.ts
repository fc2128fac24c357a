import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { LabHost } from '../test/lab/lab-host.js';
import type { Lab } from '../test/lab/lab.js';
import { LAB_MYSQL_ROOT_PASSWORD } from '../test/lab/lab.js';
import type { ApiClient } from './api-client.js';
import type { ProvenCluster } from './prove.js';
import { acknowledgeSmallHosts } from './small-hosts.js';

/** The hosts of the quickstart: manager and nodes on both networks, the database server on the private one only. */
export const quickstartHosts = [
  { name: 'manager', image: 'equipped', segments: ['public', 'private'] },
  { name: 'node1', image: 'equipped', segments: ['public', 'private'] },
  { name: 'node2', image: 'equipped', segments: ['public', 'private'] },
  { name: 'db1', image: 'database', segments: ['private'] },
] as const;

const idOf = z.object({ id: z.string() });
const operation = idOf.nullable();

export interface Declared {
  readonly clusterId: string;
  /** Null where the lab has none. */
  readonly databaseServerId: string | null;
  readonly proven: ProvenCluster;
}

/** Waits until an operation succeeded. */
type Follow = (operationId: string) => Promise<void>;

function key(idempotencyKey: string = randomUUID()): { readonly idempotencyKey: string } {
  return { idempotencyKey };
}

async function registerHost(
  client: ApiClient,
  follow: Follow,
  { name, hostKeySha256 }: LabHost,
  endpoint: { readonly address: string; readonly sshKeyId: string; readonly reachedThroughId?: string },
  isKeyKnown: boolean,
): Promise<string> {
  const { host, operation: started } = await client.mutate(
    'registerHost',
    'RegisterHostInput',
    'host { id } operation { id }',
    {
      ...key(),
      name,
      ...endpoint,
      ...(isKeyKnown ? { hostKeyFingerprint: hostKeySha256 } : {}),
    },
    z.object({ host: idOf, operation }),
  );
  if (started !== null) await follow(started.id);
  if (isKeyKnown) return host.id;
  const confirmed = await client.mutate(
    'confirmHostKey',
    'ConfirmHostKeyInput',
    'operation { id }',
    { hostId: host.id, fingerprint: hostKeySha256 },
    z.object({ operation }),
  );
  if (confirmed.operation !== null) await follow(confirmed.operation.id);
  return host.id;
}

/**
 * The manager's key is asked of it and confirmed by a person, the nodes' are known beforehand. The second node is reached
 * through the manager, by an address that only hosts of the private network can reach.
 */
async function registerServers(
  client: ApiClient,
  follow: Follow,
  servers: readonly LabHost[],
  sshKeyId: string,
): Promise<ReadonlyMap<string, string>> {
  const [manager, ...nodes] = servers;
  if (manager === undefined) throw new Error('a lab without a manager');
  const endpoint = { address: manager.publicAddress ?? '', sshKeyId };
  const managerId = await registerHost(client, follow, manager, endpoint, false);
  const registered = await Promise.all(
    nodes.map(async (node) => {
      const { name, publicAddress, privateAddress } = node;
      const there =
        node === nodes[1]
          ? { address: privateAddress ?? '', sshKeyId, reachedThroughId: managerId }
          : { address: publicAddress ?? '', sshKeyId };
      return [name, await registerHost(client, follow, node, there, true)] as const;
    }),
  );
  return new Map([[manager.name, managerId], ...registered]);
}

/** The MySQL server that its owner runs already; it is reached through the manager. */
async function registerDatabaseServer(
  client: ApiClient,
  follow: Follow,
  lab: Lab,
  managerId: string,
): Promise<string | null> {
  const server = lab.hosts.find(({ image }) => image === 'database');
  if (server === undefined) return null;
  const { databaseServer, operation: started } = await client.mutate(
    'registerDatabaseServer',
    'RegisterDatabaseServerInput',
    'databaseServer { id } operation { id }',
    {
      ...key(),
      name: server.name,
      address: server.privateAddress,
      password: LAB_MYSQL_ROOT_PASSWORD,
      reachedThroughId: managerId,
    },
    z.object({ databaseServer: idOf, operation }),
  );
  if (started !== null) await follow(started.id);
  return databaseServer.id;
}

/** Makes the lab's machines known and declares a cluster on them, by the API alone; nothing is touched yet. */
export async function declareCluster(
  client: ApiClient,
  lab: Lab,
  follow: Follow,
  { localDatabase = false }: { readonly localDatabase?: boolean } = {},
): Promise<Declared> {
  const { sshKey } = await client.mutate(
    'createSshKey',
    'CreateSshKeyInput',
    'sshKey { id fingerprint }',
    { ...key(), name: 'lab', privateKey: lab.privateKey },
    z.object({ sshKey: idOf }),
  );
  const servers = lab.hosts
    .filter(({ image, privateAddress }) => image !== 'database' && privateAddress !== undefined)
    .sort((one, other) => one.name.localeCompare(other.name));
  const ids = await registerServers(client, follow, servers, sshKey.id);
  const hostId = (name: string): string => ids.get(name) ?? '';
  const databaseServerId = await registerDatabaseServer(client, follow, lab, hostId('manager'));
  const quorumAddress = lab.privateNetwork.replace('.0/24', '.200');
  // Clients of the lab have the addresses from 201 on.
  const serviceAddress = lab.publicNetwork.replace('.0/24', '.150');
  const members = servers.map(({ name, publicAddress, privateAddress }) => ({
    hostId: hostId(name),
    role: name === 'manager' ? 'MANAGER' : 'NODE',
    addresses: [
      { network: 'front', address: publicAddress, purpose: 'HOST' },
      { network: 'back', address: privateAddress, purpose: 'HOST' },
      ...(name === 'manager'
        ? [
            { network: 'back', address: quorumAddress, purpose: 'QUORUM' },
            { network: 'front', address: serviceAddress, purpose: 'SERVICE' },
          ]
        : []),
    ],
  }));
  const { cluster } = await client.mutate(
    'createCluster',
    'CreateClusterInput',
    'cluster { id }',
    {
      ...key(),
      name: 'quickstart',
      topology: 'PUBLIC_PRIVATE',
      networks: [
        { name: 'front', kind: 'PUBLIC', cidr: lab.publicNetwork },
        { name: 'back', kind: 'PRIVATE', cidr: lab.privateNetwork },
      ],
      members,
      quorumAddress,
      balancedServices: [
        {
          ...{ address: serviceAddress, port: 80, scheduler: 'RR', persistenceSeconds: 0 },
          weights: [{ hostId: hostId('manager'), weight: 0 }],
        },
      ],
      webServer: 'NGINX',
      databaseServerIds: databaseServerId === null ? [] : [databaseServerId],
      localDatabase,
      // The lab's public network has addresses that are reserved for benchmarks: a warning, and meant.
      acknowledge: [
        { rule: 'R-NET-1', subject: 'Network front' },
        ...acknowledgeSmallHosts(members, { keepsData: true }),
      ],
    },
    z.object({ cluster: idOf }),
  );
  return {
    clusterId: cluster.id,
    databaseServerId,
    proven: { manager: 'manager', nodes: ['node1', 'node2'], quorumAddress, serviceAddress },
  };
}

/** Starts making the declared cluster true; the id of the operation. */
export async function setUpCluster(client: ApiClient, clusterId: string, idempotencyKey?: string): Promise<string> {
  const { operation: started } = await client.mutate(
    'setUpCluster',
    'SetUpClusterInput',
    'operation { id }',
    { ...key(idempotencyKey), clusterId },
    z.object({ operation: idOf }),
  );
  return started.id;
}

export interface CreatedAccount {
  readonly operationId: string;
  readonly accountId: string;
  readonly uid: number;
  /** Null without a database. */
  readonly databasePassword: string | null;
}

/** The name of an account's site. */
export function domainOf(account: string): string {
  return `${account}.example`;
}

/** Starts making an account, with a database of the same name where the cluster has a server. */
export async function createAccount(
  client: ApiClient,
  { clusterId, databaseServerId }: Declared,
  name: string,
  idempotencyKey?: string,
): Promise<CreatedAccount> {
  const database = databaseServerId === null ? null : { serverId: databaseServerId };
  const made = await client.mutate(
    'createAccount',
    'CreateAccountInput',
    'account { id uid } databasePassword operation { id }',
    { ...key(idempotencyKey), clusterId, name, domain: domainOf(name), database },
    z.object({
      account: z.object({ id: z.string(), uid: z.number() }),
      databasePassword: z.string().nullable(),
      operation: idOf,
    }),
  );
  return {
    operationId: made.operation.id,
    accountId: made.account.id,
    uid: made.account.uid,
    databasePassword: made.databasePassword,
  };
}
