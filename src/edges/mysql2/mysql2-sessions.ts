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
            throw ofTheHop(error, target.through.hostId);
          });
          return hop.forward(target.address, target.port);
        },
        open: (ref) => secrets.open(tenantId, ref),
      }),
  };
}

/** A host on the way that does not answer says nothing about the server behind it. */
function ofTheHop(error: unknown, hopId: string): unknown {
  if (!(error instanceof HostFault) || error.faultClass !== 'TRANSIENT') return error;
  return new HostFault('TRANSIENT', error.message, { cause: error, hostId: error.hostId ?? hopId });
}
