import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import type { Lab } from '../../lab/lab.js';

const idOf = z.object({ id: z.string() });
const keys = z.object({ sshKeys: z.object({ nodes: z.array(idOf) }) });
const registered = z.object({ host: idOf, operation: idOf });

/** Makes the host `outside` of a lab, which lets in the tenant's first key, known as a vantage; the id of that. */
export async function registerOutside(
  client: ApiClient,
  lab: Lab,
  follow: (operationId: string) => Promise<void>,
): Promise<string> {
  const { sshKeys } = await client.request('{ sshKeys(first: 1) { nodes { id } } }', {}, keys);
  const { publicAddress: address, hostKeySha256: hostKeyFingerprint } = lab.host('outside');
  const { host, operation } = await client.mutate(
    'registerHost',
    'RegisterHostInput',
    'host { id } operation { id }',
    {
      ...{ idempotencyKey: randomUUID(), name: 'outside', sshKeyId: sshKeys.nodes[0]?.id },
      ...{ address, hostKeyFingerprint },
    },
    registered,
  );
  await follow(operation.id);
  const { vantage } = await client.mutate(
    'registerVantage',
    'RegisterVantageInput',
    'vantage { id }',
    { idempotencyKey: randomUUID(), name: 'outside', hostId: host.id },
    z.object({ vantage: idOf }),
  );
  return vantage.id;
}
