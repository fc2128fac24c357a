import { z } from 'zod';
import type { Claim } from '../../engine/claim-task.js';
import type { Sql } from '../../ports/sql.js';
import type { Probe } from '../../probes/probe.js';
import { askedProbeKind, probeOfId } from '../../probes/probe-of-id.js';
import { secretsOfQuestions } from '../../steps/harness/secret-refs.js';
import { stepOfKind } from '../../steps/registry.js';

const secretRow = z.object({ id: z.uuid() });

/**
 * What units look at that are not made yet. A secret of theirs may not be made either: nothing can be asked with it, and
 * nobody has it.
 */
export async function askedProbes(sql: Sql, tenantId: string, asks: Claim['asks']): Promise<readonly Probe<unknown>[]> {
  const probes = asks.flatMap(probesOf);
  const wanted = secretsOfQuestions(probes.map(({ question }) => question)).map(({ secretId }) => secretId);
  if (wanted.length === 0) return probes;
  const rows = await sql.query(
    'SELECT DISTINCT id FROM secret WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, wanted],
    secretRow,
  );
  const there = new Set(rows.map(({ id }) => id));
  return probes.filter(({ question }) => secretsOfQuestions([question]).every(({ secretId }) => there.has(secretId)));
}

function probesOf({ kind, input }: Claim['asks'][number]): readonly Probe<unknown>[] {
  if (kind !== askedProbeKind) return stepOfKind(kind)?.unit(input).probes ?? [];
  const probe = probeOfId(z.string().parse(input));
  return probe === undefined ? [] : [probe];
}
