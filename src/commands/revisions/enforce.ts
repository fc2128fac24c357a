import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import { blocking, type Acknowledgement } from '../../rules/blocking.js';
import type { Finding } from '../../rules/rule.js';
import { namedSubject } from '../../rules/subject.js';
import { whyUnreached, type UnreachedHost } from '../../rules/unreached-host.js';
import { Refused, type UserError } from '../user-error.js';

const acknowledgementRow = z.object({ rule: z.string(), subject: z.string() });

/** What a person has acknowledged for a cluster so far. */
export async function loadAcknowledgements(
  sql: Sql,
  tenantId: string,
  clusterId: string,
): Promise<readonly Acknowledgement[]> {
  return sql.query(
    'SELECT rule_id AS rule, subject FROM acknowledgement WHERE tenant_id = $1 AND cluster_id = $2',
    [tenantId, clusterId],
    acknowledgementRow,
  );
}

/** Keeps who acknowledged what, and why where that was said; a second acknowledgement of the same changes nothing. */
export async function keepAcknowledgements(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  by: string,
  acknowledgements: readonly (Acknowledgement & { readonly note?: string | null })[],
): Promise<void> {
  await sql.execute(
    `INSERT INTO acknowledgement (tenant_id, cluster_id, rule_id, subject, acknowledged_by, note)
     SELECT $1, $2, a.rule, a.subject, $3, a.note FROM jsonb_to_recordset($4::jsonb) AS a(rule text, subject text, note text)
     ON CONFLICT DO NOTHING`,
    [tenantId, clusterId, by, JSON.stringify(acknowledgements)],
  );
}

/**
 * Refuses with everything that stands in the way: an error for each host that nothing is known of, whatever waits for that, then
 * one for each other finding. Findings name places of the value; `inInput` says where the input has them.
 * @param orWhere where a warning may be acknowledged beside `acknowledge` of the input
 */
export function enforce(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  inInput: (field: readonly string[]) => readonly string[],
  orWhere = '',
): void {
  const inTheWay = blocking(findings, acknowledgements);
  if (inTheWay.length === 0) return;
  throw new Refused([
    ...unreachedHosts(inTheWay, inInput([])),
    ...inTheWay.flatMap((finding) =>
      finding.unreached === undefined ? [asUserError(finding, inInput(finding.field), orWhere)] : [],
    ),
  ]);
}

/** One error for each host, however many requirements wait for it. */
function unreachedHosts(findings: readonly Finding[], field: readonly string[]): readonly UserError[] {
  const waiting = new Map<string, { readonly host: UnreachedHost; readonly findings: readonly Finding[] }>();
  for (const finding of findings) {
    if (finding.unreached === undefined) continue;
    const { hostId } = finding.unreached;
    waiting.set(hostId, {
      host: finding.unreached,
      findings: [...(waiting.get(hostId)?.findings ?? []), finding],
    });
  }
  return [...waiting.values()].map((one) => ({
    code: one.host.lastTry === null ? 'HOST_NOT_LOOKED_AT' : 'HOST_UNREACHABLE',
    message: unreachedMessage(one.host, new Set(one.findings.map(({ ruleId }) => ruleId)).size),
    field,
    severity: 'ERROR',
    blocking: one,
  }));
}

function unreachedMessage(host: UnreachedHost, rules: number): string {
  const where = host.where === null ? '' : ` (${host.where})`;
  const blocks = rules === 1 ? 'One requirement' : `${rules} requirements`;
  return `Nothing is known of ${host.name}${where}: ${whyUnreached(host)}. ${blocks} cannot be decided until it answers.`;
}

function asUserError(finding: Finding, field: readonly string[], orWhere: string): UserError {
  const undecided = finding.verdict === 'UNKNOWN';
  const hint =
    !undecided && finding.severity === 'WARNING'
      ? ` If this is meant, acknowledge ${JSON.stringify({ rule: finding.ruleId, subject: namedSubject(finding) })}${orWhere}.`
      : '';
  return {
    code: undecided ? 'RULE_UNDECIDED' : 'RULE_VIOLATED',
    message: `${finding.message}${hint}`,
    field,
    severity: finding.severity,
    finding,
  };
}
