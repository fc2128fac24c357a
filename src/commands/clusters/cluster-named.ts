import { z } from 'zod';
import type { Work } from '../command.js';
import { loadCluster, type LoadedCluster } from '../revisions/load-cluster.js';

const idRow = z.object({ id: z.uuid() });

/** The tenant's cluster of this name, locked against other edits; undefined where there is none. */
export async function clusterNamed({ sql, caller }: Work, name: string): Promise<LoadedCluster | undefined> {
  const [row] = await sql.query(
    'SELECT id FROM cluster WHERE tenant_id = $1 AND name = $2',
    [caller.tenantId, name],
    idRow,
  );
  return row === undefined ? undefined : loadCluster(sql, caller.tenantId, row.id, 'lock');
}
