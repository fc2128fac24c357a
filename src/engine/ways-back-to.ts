import { waysBack } from '../domain/ways-back.js';
import type { Sql } from '../ports/sql.js';
import { doubtedHosts } from './doubted-hosts.js';
import { failingHosts } from './failing-hosts.js';
import type { Failure } from './failure.js';

/** What a person has to see to before a host that could not be visited is reached again; empty where there is nothing. */
export async function waysBackTo(
  sql: Sql,
  tenantId: string,
  hostId: string,
  faultClass: string,
): Promise<Failure['remedies']> {
  const failing = (await failingHosts(sql, tenantId, [hostId])).get(hostId);
  if (failing === undefined) return [];
  const doubted = faultClass === 'TRUST' ? await doubtedHosts(sql, tenantId, [hostId]) : undefined;
  return [...waysBack(faultClass, failing, doubted?.get(hostId) ?? null)];
}
