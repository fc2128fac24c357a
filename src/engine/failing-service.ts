import { z } from 'zod';
import { toGlobalId } from '../domain/ids.js';
import type { Sql } from '../ports/sql.js';
import type { WaysOut } from './ways-out-of-trouble.js';

/** As systemctl names a service that does not come up, or that is not there to read its settings anew. */
const said = [
  /\bJob for ([\w.@-]+\.service) failed /,
  /(?:^|\s)([\w.@-]+\.service) is not active, cannot reload/m,
] as const;

/** The service that a step failed by; undefined where it failed by something else. */
export function failingService(message: string): string | undefined {
  for (const words of said) {
    const [, service] = words.exec(message) ?? [];
    if (service !== undefined) return service;
  }
  return undefined;
}

/**
 * What systemctl leaves out is in the service's own words, and who has its port in the list of what listens. A repair starts it; what
 * the step would have done is done by that too.
 */
export async function waysToStart(
  sql: Sql,
  tenantId: string,
  { hostId, clusterId }: { readonly hostId: string; readonly clusterId: string | null },
  service: string,
): Promise<WaysOut> {
  const [host] = await sql.query(
    'SELECT name FROM host WHERE tenant_id = $1 AND id = $2',
    [tenantId, hostId],
    z.object({ name: z.string() }),
  );
  const title = `See on ${host?.name ?? 'the host'} why ${service} does not run; this shows its last words, and what listens in its place`;
  const command = `systemctl status --no-pager -n 20 ${service}; ss -Hltnp`;
  const repair =
    clusterId === null
      ? { mutation: null, input: null }
      : { mutation: 'repairCluster', input: { clusterId: toGlobalId('Cluster', clusterId) } };
  return {
    remedies: [
      { title, mutation: null, input: null, command, hostId },
      {
        title: 'Then repair the cluster, which starts it and does what is left',
        ...repair,
        command: null,
        hostId: null,
      },
    ],
  };
}
