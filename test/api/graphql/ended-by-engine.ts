import { sweep } from '../../../src/engine/sweep.js';
import type { ApiWorld } from './api-world.js';
import { rowId } from './declared.js';

/** As if every task of an operation had ended so; the engine and the real rules say what becomes of it. */
export async function endedByEngine(world: ApiWorld, operationId: string, as: 'DONE' | 'FAILED'): Promise<void> {
  const id = rowId(operationId);
  if (as === 'DONE') {
    await world.database.execute(
      `INSERT INTO ledger (tenant_id, host_id, cluster_id, kind, key, version, input, revision, origin, first_look, proved_at)
       SELECT s.tenant_id, s.host_id, o.cluster_id, s.kind, u.value->>'key', s.version, u.value->'input', o.revision,
         'CREATED', '{}', now()
       FROM operation o JOIN step s ON s.operation_id = o.id CROSS JOIN LATERAL jsonb_array_elements(s.units) u
       WHERE o.id = $1 AND s.direction = 'MAKE' ON CONFLICT DO NOTHING`,
      [id],
    );
    await world.database.execute(
      `DELETE FROM ledger l USING step s, jsonb_array_elements(s.units) u
       WHERE s.operation_id = $1 AND s.direction = 'REMOVE' AND l.host_id = s.host_id AND l.kind = s.kind
         AND l.key = u.value->>'key'`,
      [id],
    );
  }
  await world.database.execute(`UPDATE task SET state = $2, finished_at = now() WHERE operation_id = $1`, [id, as]);
  await sweep(
    { database: world.database, rulebook: world.rulebook, failpoint: () => undefined },
    { send: () => Promise.resolve() },
  );
}
