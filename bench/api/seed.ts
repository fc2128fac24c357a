import { z } from 'zod';
import { acceptRevision } from '../../src/commands/revisions/accept-revision.js';
import { clusterCore } from '../../src/domain/spec.js';
import { randomIds } from '../../src/edges/node/random-ids.js';
import type { Database } from '../../src/ports/sql.js';

const clusters = 200;
const hostsOfCluster = 10;
const addressesOfHost = 3;
export const namedCluster = 'cluster-100';

const idRow = z.object({ id: z.uuid() });

/** Clusters with their hosts and addresses, as if they had been declared by the API; the ids of the first twenty hosts. */
export async function seed(database: Database, tenant: string): Promise<readonly string[]> {
  const [found] = await database.query('SELECT id FROM tenant WHERE name = $1', [tenant], idRow);
  if (found === undefined) throw new Error(`there is no tenant ${tenant}`);
  const tenantId = found.id;
  const hostIds: string[] = [];
  for (let number = 0; number < clusters; number += 1) {
    const members = Array.from({ length: hostsOfCluster }, (_, index) => ({
      hostId: randomIds.uuid(),
      role: index === 0 ? 'MANAGER' : 'NODE',
      addresses: Array.from({ length: addressesOfHost }, (__, last) => ({
        network: 'front',
        address: `10.${number}.${index}.${last + 1}`,
        purpose: 'HOST',
      })),
    }));
    const core = clusterCore.parse({
      ...{ schema: 1, name: `cluster-${number}`, topology: 'PUBLIC', quorumAddress: null, panel: null },
      networks: [{ name: 'front', kind: 'PUBLIC', cidr: `10.${number}.0.0/16` }],
      userStorage: { mode: 'EXTERNAL', fileServer: members[0]?.hostId, exportPath: `/srv/share-${number}` },
      ...{ databaseServers: [], quotasRequired: false, members },
    });
    await database.transaction(async (sql) => {
      const clusterId = randomIds.uuid();
      await sql.execute(
        `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision) VALUES ($1, $2, $3, 'ACTIVE', 1)`,
        [clusterId, tenantId, core.name],
      );
      for (const [index, { hostId }] of members.entries())
        await sql.execute(
          `INSERT INTO host (id, tenant_id, name, address, port, login, access, management, state)
           VALUES ($1, $2, $3, $4, 22, 'root', 'SSH', 'MANAGED', 'READY')`,
          [hostId, tenantId, `host-${number}-${index}`, `10.${number}.${index}.1`],
        );
      await acceptRevision(sql, randomIds, { tenantId, clusterId, number: 1, core, author: 'bench' });
    });
    hostIds.push(...members.map(({ hostId }) => hostId));
  }
  await database.execute('ANALYZE', []);
  return hostIds.slice(0, 20);
}
