import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import { acknowledgeSmallHosts } from '../../../quickstart/small-hosts.js';
import type { Lab } from '../../lab/lab.js';
import { registerLab } from './register-lab.js';

const idOf = z.object({ id: z.string() });

/** A cluster whose hosts have private addresses only, and what its manager holds. */
export interface BehindNat {
  readonly clusterId: string;
  readonly quorumAddress: string;
  readonly serviceAddresses: readonly [string, string];
  /** By name, of every host of the lab. */
  readonly hostIds: ReadonlyMap<string, string>;
}

/**
 * Registers the hosts of a lab with a NAT device, and declares manager and node as a cluster behind it. Its first service address is
 * what the device forwards to; the manager takes no connections of either.
 */
export async function declareBehindNat(
  client: ApiClient,
  lab: Lab,
  follow: (operationId: string) => Promise<void>,
): Promise<BehindNat> {
  const ids = await registerLab(client, lab, follow);
  const [quorumAddress, first, second] = ['200', '150', '151'].map((last) =>
    lab.privateNetwork.replace(/0\/24$/, last),
  );
  if (quorumAddress === undefined || first === undefined || second === undefined) throw new Error('no addresses');
  const held = (purpose: string, address: string | undefined): object => ({ network: 'back', address, purpose });
  const { cluster } = await client.mutate(
    'createCluster',
    'CreateClusterInput',
    'cluster { id }',
    {
      ...{ idempotencyKey: randomUUID(), name: 'behind', topology: 'PRIVATE_NAT', quorumAddress, webServer: 'NGINX' },
      nat: { mode: 'PORT_FORWARDING', publicAddresses: lab.natAddresses.slice(0, 1), forwardTarget: first },
      networks: [{ name: 'back', kind: 'PRIVATE', cidr: lab.privateNetwork }],
      members: [
        {
          ...{ hostId: ids.get('manager'), role: 'MANAGER' },
          addresses: [
            held('HOST', lab.host('manager').privateAddress),
            held('QUORUM', quorumAddress),
            held('SERVICE', first),
            held('SERVICE', second),
          ],
        },
        {
          ...{ hostId: ids.get('node1'), role: 'NODE' },
          addresses: [held('HOST', lab.host('node1').privateAddress)],
        },
      ],
      balancedServices: [first, second].map((address) => ({
        ...{ address, port: 80, scheduler: 'RR', persistenceSeconds: 0 },
        weights: [{ hostId: ids.get('manager'), weight: 0 }],
      })),
      acknowledge: [
        ...acknowledgeSmallHosts(
          [
            { hostId: ids.get('manager'), role: 'MANAGER' },
            { hostId: ids.get('node1'), role: 'NODE' },
          ],
          { keepsData: true },
        ),
        // A device that forwards ports of one address, which is less than some of the requirements ask for: meant too.
        { rule: 'R-NET-NAT-7', subject: 'Cluster behind' },
      ],
    },
    z.object({ cluster: idOf }),
  );
  return { clusterId: cluster.id, quorumAddress, serviceAddresses: [first, second], hostIds: ids };
}
