import { waysBack } from '../domain/ways-back.js';
import type { Sql } from '../ports/sql.js';
import { doubtedHosts } from './doubted-hosts.js';
import { failingHosts } from './failing-hosts.js';
import { hostsOutside } from './hosts-outside.js';
import type { WaysOut } from './ways-out-of-trouble.js';

interface NotVisited {
  readonly hostId: string;
  readonly faultClass: string;
  /** The cluster whose tokens are told of it besides those for all clusters; null where there is none. */
  readonly clusterId: string | null;
}

/** What a person has to see to before a host that could not be visited is reached again; empty where there is nothing. */
export async function waysBackTo(
  sql: Sql,
  tenantId: string,
  { hostId, faultClass, clusterId }: NotVisited,
): Promise<WaysOut> {
  const failing = (await failingHosts(sql, tenantId, [hostId])).get(hostId);
  if (failing === undefined || failing === null) return { remedies: [] };
  const doubted = faultClass === 'TRUST' ? await doubtedHosts(sql, tenantId, [hostId]) : undefined;
  const remedies = [...waysBack(faultClass, failing, doubted?.get(hostId) ?? null)];
  const outside = (await hostsOutside(sql, tenantId, clusterId, [hostId])).get(hostId) ?? [];
  const within = remedies.filter((remedy) => !outside.some((host) => host.hostId === remedy.hostId));
  return within.length === remedies.length ? { remedies } : { remedies, withinCluster: within };
}
