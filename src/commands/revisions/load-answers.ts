import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import type { StoredAnswer, StoredAnswers } from '../../probes/stored-answer.js';

const factRow = z.object({
  host_id: z.uuid(),
  probe_id: z.string(),
  command: z.string(),
  exit_code: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  observed_at: z.date(),
});

/** What the last looks at hosts brought: all of it, or of these probes alone. */
export async function loadAnswers(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
  probeIds: readonly string[] | null = null,
): Promise<StoredAnswers> {
  const rows = await sql.query(
    `SELECT host_id, probe_id, command, exit_code, stdout, stderr, observed_at FROM fact
     WHERE tenant_id = $1 AND host_id = ANY($2::uuid[]) AND ($3::text[] IS NULL OR probe_id = ANY($3::text[]))`,
    [tenantId, hostIds, probeIds],
    factRow,
  );
  const answers = new Map<string, Map<string, StoredAnswer>>();
  for (const { host_id, probe_id, command, exit_code, stdout, stderr, observed_at } of rows) {
    const ofHost = answers.get(host_id) ?? new Map<string, StoredAnswer>();
    ofHost.set(probe_id, { command, answer: { exitCode: exit_code, stdout, stderr }, observedAt: observed_at });
    answers.set(host_id, ofHost);
  }
  return answers;
}
