import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Database } from '../../ports/sql.js';

const bootIdFile = '/proc/sys/kernel/random/boot_id';
const ownerRow = z.object({ lease_owner: z.string() });

/** Names this process in leases, so that the next one on this machine can tell that it is dead. */
export function embeddedOwner(nonce: string): string {
  return `embedded/${readFileSync(bootIdFile, 'utf8').trim()}/${process.pid}/${nonce}`;
}

/**
 * Ends the leases of embedded workers of this machine whose process is gone, rather than waiting for their time to run out.
 * A process id that another program got meanwhile only means waiting; the fence keeps everything safe either way.
 */
export async function endLeasesOfTheDead(database: Database): Promise<void> {
  const owners = await database.query(
    `SELECT lease_owner FROM host WHERE lease_owner LIKE 'embedded/%' AND lease_until > now()
     UNION SELECT claimed_by FROM webhook_delivery WHERE claimed_by LIKE 'embedded/%' AND claimed_until > now()`,
    [],
    ownerRow,
  );
  const boot = readFileSync(bootIdFile, 'utf8').trim();
  for (const { lease_owner: owner } of owners) {
    const [, ownerBoot, pid] = owner.split('/');
    if (ownerBoot === boot && existsSync(`/proc/${pid}`)) continue;
    await database.execute('UPDATE host SET lease_until = now() WHERE lease_owner = $1', [owner]);
    await database.execute('UPDATE webhook_delivery SET claimed_until = now() WHERE claimed_by = $1', [owner]);
  }
}
