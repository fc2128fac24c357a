import { z } from 'zod';
import { waysBack } from '../domain/ways-back.js';
import type { Sql } from '../ports/sql.js';
import { doubtedHosts } from './doubted-hosts.js';
import type { Failure } from './failure.js';

const row = z.object({ name: z.string(), address: z.string().nullable(), port: z.int().nullable() });

/** What a person has to see to before a host that could not be visited is reached again; empty where there is nothing. */
export async function waysBackTo(
  sql: Sql,
  tenantId: string,
  hostId: string,
  faultClass: string,
): Promise<Failure['remedies']> {
  const [host] = await sql.query(
    'SELECT name, address, port FROM host WHERE tenant_id = $1 AND id = $2',
    [tenantId, hostId],
    row,
  );
  if (host === undefined) return [];
  const { name, address, port } = host;
  const endpoint = address === null || port === null ? null : { address, port };
  const doubted = faultClass === 'TRUST' ? await doubtedHosts(sql, tenantId, [hostId]) : undefined;
  return [...waysBack(faultClass, { hostId, name, endpoint }, doubted?.get(hostId) ?? null)];
}
