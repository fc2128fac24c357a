import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import type { LabHost } from '../../lab/lab-host.js';
import type { Lab } from '../../lab/lab.js';

const idOf = z.object({ id: z.string() });
const registered = z.object({
  hosts: z.array(z.object({ id: z.string(), name: z.string() })),
  operation: idOf,
});

/** Makes hosts of a lab known by the addresses that the control plane reaches; their ids by name. All of them unless some are chosen. */
export async function registerLab(
  client: ApiClient,
  lab: Lab,
  follow: (operationId: string) => Promise<void>,
  isMeant: (host: LabHost) => boolean = () => true,
): Promise<ReadonlyMap<string, string>> {
  const { sshKey } = await client.mutate(
    'createSshKey',
    'CreateSshKeyInput',
    'sshKey { id }',
    { idempotencyKey: randomUUID(), name: 'lab', privateKey: lab.privateKey },
    z.object({ sshKey: idOf }),
  );
  const { hosts, operation } = await client.mutate(
    'registerHosts',
    'RegisterHostsInput',
    'hosts { id name } operation { id }',
    {
      ...{ idempotencyKey: randomUUID(), sshKeyId: sshKey.id },
      hosts: lab.hosts.filter(isMeant).map(({ name, privateAddress, publicAddress, hostKeySha256 }) => ({
        ...{ name, address: privateAddress ?? publicAddress, hostKeyFingerprint: hostKeySha256 },
      })),
    },
    registered,
  );
  await follow(operation.id);
  return new Map(hosts.map(({ id, name }) => [name, id]));
}
