import type { Sql } from '../ports/sql.js';
import { storableJson } from '../ports/storable.js';
import { describeQuestion, type Answer, type Probe } from '../probes/probe.js';
import type { Claim } from './claim-task.js';

/** A question and what a host said to it. */
export interface Asked {
  readonly probe: Pick<Probe<unknown>, 'id' | 'question'>;
  readonly answer: Answer;
}

/** Stores answers of a host as facts, each in the place of the one before; asked so many milliseconds ago. */
export async function storeFacts(
  sql: Sql,
  { tenantId, hostId }: Pick<Claim, 'tenantId' | 'hostId'>,
  asked: readonly Asked[],
  elapsedMs: number,
): Promise<void> {
  if (asked.length === 0) return;
  const rows = asked.map(({ probe, answer }) => ({
    probe_id: probe.id,
    command: describeQuestion(probe.question),
    exit_code: answer.exitCode,
    stdout: answer.stdout,
    stderr: answer.stderr,
  }));
  await sql.execute(
    `INSERT INTO fact (tenant_id, host_id, probe_id, command, exit_code, stdout, stderr, observed_at)
     SELECT $1, $2, f.probe_id, f.command, f.exit_code, f.stdout, f.stderr,
       clock_timestamp() - $4::double precision * interval '1 millisecond'
     FROM jsonb_to_recordset($3::jsonb) AS f(probe_id text, command text, exit_code int, stdout text, stderr text)
     ON CONFLICT (tenant_id, host_id, probe_id) DO UPDATE SET command = excluded.command, exit_code = excluded.exit_code,
       stdout = excluded.stdout, stderr = excluded.stderr, observed_at = excluded.observed_at`,
    [tenantId, hostId, storableJson(rows), elapsedMs],
  );
}
