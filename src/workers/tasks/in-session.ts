import type { Claim } from '../../engine/claim-task.js';
import type { HostSession } from '../../steps/harness/host-session.js';
import { SshHostSession } from '../../steps/harness/ssh-host-session.js';
import type { Crew } from './crew.js';
import { loadAccess, loadSqlTarget, loadSshTarget } from './load-target.js';

/** Counts the round trips of a task, also where it ends with a fault. */
export interface RoundTrips {
  count: number;
}

/**
 * Does work in a session on the host of a task, by SSH or SQL.
 * @param anew whether it has to be shown that the host lets us in now, which a connection that was open before does not show
 */
export async function inSession<T>(
  crew: Crew,
  { tenantId, hostId }: Claim,
  trips: RoundTrips,
  work: (session: HostSession) => Promise<T>,
  { anew = false } = {},
): Promise<T> {
  const { name, access } = await loadAccess(crew.database, tenantId, hostId);
  if (access === 'SQL') {
    const session = crew.sqlSessions.open(tenantId, await loadSqlTarget(crew.database, tenantId, hostId));
    try {
      return await work(session);
    } finally {
      trips.count += session.roundTrips;
      await session.close();
    }
  }
  const target = await loadSshTarget(crew.database, tenantId, hostId);
  if (anew) await crew.connections.proveLogin(tenantId, target);
  const session = new SshHostSession({
    tenantId,
    hostName: name,
    target,
    connections: crew.connections,
    open: (ref) => crew.secrets.open(tenantId, ref),
    nonce: () => crew.ids.nonce(16),
    clock: crew.clock,
    pause: crew.pause,
  });
  try {
    return await work(session);
  } finally {
    trips.count += session.roundTrips;
  }
}
