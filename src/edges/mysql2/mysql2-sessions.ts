import type { HostConnections } from '../../ports/host-connections.js';
import { HostFault } from '../../ports/host-fault.js';
import type { Secrets } from '../../ports/secrets.js';
import type { SqlSessions } from '../../steps/harness/sql-sessions.js';
import { SqlHostSession } from './sql-host-session.js';

/** Sessions over a stream that a host forwards. */
export function mysql2Sessions(connections: HostConnections, secrets: Secrets): SqlSessions {
  return {
    open: (tenantId, target) =>
      new SqlHostSession({
        target,
        stream: async () => {
          const hop = await connections.get(tenantId, target.through).catch((error: unknown) => {
            throw error instanceof HostFault ? error.ofHop(target.through.hostId) : error;
          });
          return hop.forward(target.address, target.port);
        },
        open: (ref) => secrets.open(tenantId, ref),
      }),
  };
}
