import type { Database } from '../ports/sql.js';
import type { Claim } from './claim-task.js';
import { stillOwns } from './own-claim.js';
import { storableJson } from '../ports/storable.js';
import type { BegunUnit } from './visited-unit.js';

/** Version of a ledger row whose change was begun and not proved: never equal to a step's, so that the difference is seen. */
const begunVersion = 0;

/**
 * Notes in the ledger what is about to change, with the look before it. If the worker dies, the row makes the next plan,
 * whatever it is, finish the change or remove it; what is found then is ours and not taken for somebody else's.
 */
export async function beginChange(database: Database, claim: Claim, units: readonly BegunUnit[]): Promise<boolean> {
  return database.transaction(async (sql) => {
    if (!(await stillOwns(sql, claim))) return false;
    const rows = units.map(({ firstLook, ...row }) => ({ ...row, first_look: firstLook }));
    await sql.execute(
      `INSERT INTO ledger (tenant_id, host_id, cluster_id, kind, key, version, input, revision, origin, first_look, proved_at)
       SELECT $1, $2, $3, l.kind, l.key, ${begunVersion}, l.input, $4, l.origin, l.first_look, now()
       FROM jsonb_to_recordset($5::jsonb) AS l(kind text, key text, input jsonb, origin text, first_look jsonb)
       ON CONFLICT (tenant_id, host_id, kind, key) DO UPDATE SET version = ${begunVersion}, input = excluded.input`,
      [claim.tenantId, claim.hostId, claim.clusterId, claim.revision, storableJson(rows)],
    );
    return true;
  });
}
