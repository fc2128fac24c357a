import { setTimeout as pause } from 'node:timers/promises';
import { mysql2Sessions } from '../edges/mysql2/mysql2-sessions.js';
import { Ssh2Connections } from '../edges/ssh2/ssh2-connections.js';
import type { Crew } from '../workers/tasks/crew.js';
import type { World } from './world.js';

/** What carrying out tasks uses; its connections to hosts are the caller's to close. */
export function crewOf(
  { database, rulebook, secrets, workshop, log, meters }: World,
  owner: string,
  stopping: () => boolean = () => false,
): Crew {
  const connections = new Ssh2Connections(secrets, (fault) => meters.connectTried(fault));
  const { clock, ids, failpoint } = workshop;
  return {
    ...{ database, rulebook, secrets, clock, ids, log, failpoint, meters, connections, owner, stopping },
    fetchHostKey: (tenantId, target) => connections.fetchHostKey(tenantId, target),
    sqlSessions: mysql2Sessions(connections, secrets),
    pause: async (milliseconds) => {
      await pause(milliseconds);
    },
  };
}
