import { z } from 'zod';
import { announce } from '../events/announce.js';
import { listedDrift } from '../events/kinds/host-kinds.js';
import type { Database, Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';
import { ownedClaim } from './own-claim.js';
import { storableJson } from '../ports/storable.js';
import type { BegunUnit } from './visited-unit.js';

/** The first of them say what it is about. */
const namedUnits = 5;

const driftedRow = z.object({ kind: z.string(), key: z.string() });

/** Version of a ledger row whose change was begun and not proved: never equal to a step's, so that the difference is seen. */
export const begunVersion = 0;

/**
 * Notes in the ledger what is about to change, with the look before it. If the worker dies, the row makes the next plan,
 * whatever it is, finish the change or remove it; what is found then is ours and not taken for somebody else's. Nothing is begun of
 * an operation that was cancelled: both hold its row, so that either the change has begun before the cancel or it never does.
 */
export async function beginChange(database: Database, claim: Claim, units: readonly BegunUnit[]): Promise<boolean> {
  return database.transaction(async (sql) => {
    const owned = await ownedClaim(sql, claim);
    if (owned === undefined || owned.isCancelled) return false;
    await announceDrift(sql, claim, units);
    const rows = units.map(({ kind, key, input, origin, firstLook }) => ({
      ...{ kind, key, input, origin },
      first_look: firstLook,
    }));
    await sql.execute(
      `INSERT INTO ledger (tenant_id, host_id, cluster_id, kind, key, version, input, revision, origin, first_look, proved_at,
         begun_by)
       SELECT $1, $2, $3, l.kind, l.key, ${begunVersion}, l.input, $4, l.origin, l.first_look, now(), $6
       FROM jsonb_to_recordset($5::jsonb) AS l(kind text, key text, input jsonb, origin text, first_look jsonb)
       ON CONFLICT (tenant_id, host_id, kind, key) DO UPDATE SET version = ${begunVersion}, input = excluded.input,
         begun_by = excluded.begun_by`,
      [claim.tenantId, claim.hostId, claim.clusterId, claim.revision, storableJson(rows), claim.operationId],
    );
    return true;
  });
}

/**
 * Tells of what an earlier operation proved on the host and is to be made again, unchanged: somebody else changed it meanwhile. What
 * this one proved a visit ago says nothing of anybody else. To be called before the ledger says that the change has begun.
 */
async function announceDrift(sql: Sql, claim: Claim, units: readonly BegunUnit[]): Promise<void> {
  const made = units.filter(({ direction }) => direction === 'MAKE');
  const wanted = made.map(({ kind, key, version, input }) => ({ kind, key, version, input }));
  const drifted = await sql.query(
    `SELECT l.kind, l.key FROM ledger l
     JOIN jsonb_to_recordset($3::jsonb) AS w(kind text, key text, version int, input jsonb)
       ON l.kind = w.kind AND l.key = w.key AND l.version = w.version AND l.input = w.input
     JOIN operation o ON o.tenant_id = $1 AND o.id = $4 AND l.proved_at < o.created_at
     WHERE l.tenant_id = $1 AND l.host_id = $2 ORDER BY l.kind, l.key`,
    [claim.tenantId, claim.hostId, storableJson(wanted), claim.operationId],
    driftedRow,
  );
  if (drifted.length === 0) return;
  const names = drifted.slice(0, namedUnits).map(({ kind, key }) => `${kind} ${key}`);
  const rest = drifted.length - names.length;
  const message = `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}: no longer as made, and now made again`;
  await announce(sql, claim.tenantId, claim.operationId, [
    {
      kind: 'host.drifted',
      hostId: claim.hostId,
      details: { message, total: drifted.length, steps: drifted.slice(0, listedDrift) },
    },
  ]);
}
