import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import { acknowledgeSmallHosts } from '../../../quickstart/small-hosts.js';
import type { Lab } from '../../lab/lab.js';
import { registerLab } from './register-lab.js';

export interface BalancedElsewhere {
  readonly clusterId: string;
  readonly service: string;
}

/** Declares manager and nodes of a lab as a cluster on one public network; a host beside them, not registered, shall balance. */
export async function declareBalancedElsewhere(
  client: ApiClient,
  lab: Lab,
  follow: (operationId: string) => Promise<void>,
  other: string,
): Promise<BalancedElsewhere> {
  const ids = await registerLab(client, lab, follow, ({ name }) => name !== other);
  const at = (last: number): string => lab.publicNetwork.replace(/0\/24$/, String(last));
  const [quorumAddress, service] = [at(180), at(150)];
  const held = (purpose: string, address: string | undefined): object => ({ network: 'front', address, purpose });
  const members = [...ids].map(([name, hostId]) => ({
    ...{ hostId, role: name === 'manager' ? 'MANAGER' : 'NODE' },
    addresses: [
      held('HOST', lab.host(name).publicAddress),
      ...(name === 'manager' ? [held('QUORUM', quorumAddress), held('SERVICE', service)] : []),
    ],
  }));
  const { cluster } = await client.mutate(
    'createCluster',
    'CreateClusterInput',
    'cluster { id }',
    {
      ...{ idempotencyKey: randomUUID(), name: 'elsewhere', topology: 'PUBLIC', quorumAddress, members },
      networks: [{ name: 'front', kind: 'PUBLIC', cidr: lab.publicNetwork }],
      ...{ webServer: 'NGINX', lbMode: 'EXTERNAL' },
      balancedServices: [
        {
          ...{ address: service, port: 80, scheduler: 'RR', persistenceSeconds: 0 },
          weights: [{ hostId: ids.get('manager'), weight: 0 }],
        },
      ],
      acknowledge: [
        { rule: 'R-NET-1', subject: 'Network front' },
        ...acknowledgeSmallHosts(members, { keepsData: true }),
      ],
    },
    z.object({ cluster: z.object({ id: z.string() }) }),
  );
  return { clusterId: cluster.id, service };
}
