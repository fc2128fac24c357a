import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Lab } from '../test/lab/lab.js';
import type { ApiClient } from './api-client.js';
import { exportPath } from './owners-file-server.js';
import { acknowledgeSmallHosts } from './small-hosts.js';

const idOf = z.object({ id: z.string() });
const started = z.object({ operation: idOf });

type Follow = (operationId: string) => Promise<void>;

/** Names of the hosts of a lab by what they do. */
export interface ExternalHosts {
  readonly manager: string;
  readonly node: string;
  readonly fileServer: string;
}

/** A cluster whose user storage is on a file server, and the ids of its hosts by name. */
export interface ExternalCluster {
  readonly clusterId: string;
  readonly hostIds: ReadonlyMap<string, string>;
}

/**
 * Registers the hosts of a lab; their ids by name. The file server is managed as said, or an appliance, to which nobody logs in. It
 * stands on the private network only: it is reached through the manager.
 */
export async function registerExternal(
  client: ApiClient,
  lab: Lab,
  { manager, node, fileServer }: ExternalHosts,
  management: 'MANAGED' | 'OBSERVED' | 'APPLIANCE',
  follow: Follow,
): Promise<ReadonlyMap<string, string>> {
  const { sshKey } = await client.mutate(
    'createSshKey',
    'CreateSshKeyInput',
    'sshKey { id }',
    { idempotencyKey: randomUUID(), name: `lab-${fileServer}`, privateKey: lab.privateKey },
    z.object({ sshKey: idOf }),
  );
  const register = async (name: string, reached: object): Promise<readonly [string, string]> => {
    const { host, operation } = await client.mutate(
      'registerHost',
      'RegisterHostInput',
      'host { id } operation { id }',
      {
        ...{ idempotencyKey: randomUUID(), name, sshKeyId: sshKey.id, ...reached },
        hostKeyFingerprint: lab.host(name).hostKeySha256,
        management: name === fileServer ? management : 'MANAGED',
      },
      z.object({ host: idOf, operation: idOf }),
    );
    await follow(operation.id);
    return [name, host.id];
  };
  const appliance = async (): Promise<readonly [string, string]> => {
    const input = { idempotencyKey: randomUUID(), name: fileServer };
    const made = z.object({ host: idOf });
    const { host } = await client.mutate('registerAppliance', 'RegisterApplianceInput', 'host { id }', input, made);
    return [fileServer, host.id];
  };
  const first = await register(manager, { address: lab.host(manager).publicAddress });
  const [, managerId] = first;
  const others = await Promise.all([
    register(node, { address: lab.host(node).publicAddress }),
    management === 'APPLIANCE'
      ? appliance()
      : register(fileServer, { address: lab.host(fileServer).privateAddress, reachedThroughId: managerId }),
  ]);
  return new Map([first, ...others]);
}

/** Declares a cluster of registered hosts whose user storage is on the file server. */
export async function declareExternal(
  client: ApiClient,
  lab: Lab,
  { manager, node, fileServer }: ExternalHosts,
  hostIds: ReadonlyMap<string, string>,
): Promise<ExternalCluster> {
  const quorumAddress = lab.privateNetwork.replace('.0/24', '.200');
  const roles = { [manager]: 'MANAGER', [node]: 'NODE', [fileServer]: 'FILE_SERVER' };
  const { cluster } = await client.mutate(
    'createCluster',
    'CreateClusterInput',
    'cluster { id }',
    {
      ...{
        idempotencyKey: randomUUID(),
        name: 'external',
        topology: 'PUBLIC_PRIVATE',
        quotasRequired: true,
        quorumAddress,
      },
      networks: [
        { name: 'front', kind: 'PUBLIC', cidr: lab.publicNetwork },
        { name: 'back', kind: 'PRIVATE', cidr: lab.privateNetwork },
      ],
      members: Object.entries(roles).map(([name, role]) => {
        const { publicAddress, privateAddress } = lab.host(name);
        return {
          hostId: hostIds.get(name),
          role,
          addresses: [
            ...(role === 'FILE_SERVER' ? [] : [{ network: 'front', address: publicAddress, purpose: 'HOST' }]),
            { network: 'back', address: privateAddress, purpose: 'HOST' },
            ...(role === 'MANAGER' ? [{ network: 'back', address: quorumAddress, purpose: 'QUORUM' }] : []),
          ],
        };
      }),
      userStorage: { mode: 'EXTERNAL', fileServerId: hostIds.get(fileServer), exportPath },
      // The lab's public network has addresses that are reserved for benchmarks: a warning, and meant.
      acknowledge: [
        { rule: 'R-NET-1', subject: 'Network front' },
        ...acknowledgeSmallHosts(
          Object.entries(roles).map(([name, role]) => ({ hostId: hostIds.get(name), role })),
          { keepsData: false },
        ),
      ],
    },
    z.object({ cluster: idOf }),
  );
  return { clusterId: cluster.id, hostIds };
}

/** Looks at all hosts, since what a cluster asks of them was not asked when they were registered. */
export async function lookAtAll(client: ApiClient, { hostIds }: ExternalCluster, follow: Follow): Promise<void> {
  const input = { idempotencyKey: randomUUID(), hostIds: [...hostIds.values()] };
  const { operation } = await client.mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, started);
  await follow(operation.id);
}
