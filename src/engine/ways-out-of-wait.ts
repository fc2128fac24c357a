import { z } from 'zod';
import { packageLockSaid } from '../domain/held-package-lock.js';
import type { Sql } from '../ports/sql.js';
import type { Failure } from './failure.js';

type Remedies = Failure['remedies'];

const hostRow = z.object({ name: z.string() });

/**
 * What a person may do where a step waits, or has waited in vain, for what goes on on its host; empty where it says nothing of that. A
 * package manager that is ended in the middle leaves packages half installed: to let it end comes first. A process is ended by no command
 * of ours: this may be read days later, by when another has its number.
 */
export async function waysOutOfWait(
  sql: Sql,
  { tenantId, hostId }: { readonly tenantId: string; readonly hostId: string },
  message: string,
): Promise<Remedies> {
  const said = packageLockSaid(message);
  if (said === undefined) return [];
  const { lock, program, processId, service } = said;
  const [host] = await sql.query('SELECT name FROM host WHERE tenant_id = $1 AND id = $2', [tenantId, hostId], hostRow);
  const where = host?.name ?? 'the host';
  const holder = `${program} (process ${processId})`;
  const byForce =
    service === null
      ? 'by kill, as root there, once ps has shown that it is still the same process'
      : 'this stops its service, run as root there';
  const byHand = { mutation: null, input: null, hostId };
  return [
    {
      title: `Wait until ${holder} on ${where} has ended and ${lock}'s lock is free; ps -fp ${processId} there shows what it is`,
      command: `ps -fp ${processId}`,
      ...byHand,
    },
    {
      title: `Or end ${holder} on ${where} where it hangs; in the middle of an installation that leaves packages half installed: ${byForce}`,
      command: service === null ? null : `systemctl stop ${service}`,
      ...byHand,
    },
  ];
}
