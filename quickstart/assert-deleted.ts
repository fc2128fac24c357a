import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Lab } from '../test/lab/lab.js';
import type { ApiClient } from './api-client.js';
import type { ProvenAccount, ProvenCluster } from './prove.js';

const started = z.object({ operation: z.object({ id: z.string() }) });

/** Deletes the account with its data, and shows on the hosts that nothing of it is left. */
export async function assertDeleted(
  client: ApiClient,
  lab: Lab,
  { manager, nodes }: ProvenCluster,
  { name, database, databaseUser }: ProvenAccount,
  accountId: string,
  follow: (operationId: string) => Promise<void>,
): Promise<string> {
  const { operation } = await client.mutate(
    'deleteAccount',
    'DeleteAccountInput',
    'operation { id }',
    { idempotencyKey: randomUUID(), accountId, removal: 'DELETE_DATA' },
    started,
  );
  await follow(operation.id);
  const ofHosts = [manager, ...nodes].map((host) => ({
    host,
    script: `! getent passwd ${name} && ! getent group ${name} && test ! -e /chroot/home/${name}`,
  }));
  const count = `SELECT (SELECT count(*) FROM mysql.user WHERE user = '${databaseUser}')
    + (SELECT count(*) FROM information_schema.schemata WHERE schema_name = '${database}')`;
  const ofServers = lab.hosts
    .filter(({ image }) => image === 'database')
    .map(({ name: host }) => ({
      host,
      script: `test "$(mariadb --batch --skip-column-names --execute="${count}")" = 0`,
    }));
  for (const { host, script } of [...ofHosts, ...ofServers]) {
    const { exitCode, stdout, stderr } = await lab.run(host, script, 60);
    if (exitCode !== 0) throw new Error(`${host}: something of ${name} is left: ${stdout}${stderr}`);
  }
  return `user, group, home, database and grants of ${name} are gone from every host`;
}
