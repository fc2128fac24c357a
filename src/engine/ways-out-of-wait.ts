import { z } from 'zod';
import { packageLockSaid } from '../domain/held-package-lock.js';
import type { Sql } from '../ports/sql.js';
import type { Failure } from './failure.js';

type Remedies = Failure['remedies'];

const hostRow = z.object({ name: z.string() });

/**
 * What a person may do where a step waits, or has waited in vain, for what goes on on its host; empty where it says nothing of that. A
 * package manager that is ended in the middle leaves packages half installed: to let it end comes first.
 */
export async function waysOutOfWait(
  sql: Sql,
  { tenantId, hostId }: { readonly tenantId: string; readonly hostId: string },
  message: string,
): Promise<Remedies> {
  const said = packageLockSaid(message);
  if (said === undefined) return [];
  const { lock, program, processId } = said;
  const [host] = await sql.query('SELECT name FROM host WHERE tenant_id = $1 AND id = $2', [tenantId, hostId], hostRow);
  const where = host?.name ?? 'the host';
  const holder = `${program} (process ${processId})`;
  const byHand = { mutation: null, input: null, hostId };
  return [
    {
      title: `Wait until ${holder} on ${where} has ended and ${lock}'s lock is free; ps -fp ${processId} there shows what it is`,
      command: `ps -fp ${processId}`,
      ...byHand,
    },
    {
      title: `Or end ${holder} on ${where} where it hangs; in the middle of an installation that leaves packages half installed: kill ${processId}, as root there`,
      command: `kill ${processId}`,
      ...byHand,
    },
  ];
}
