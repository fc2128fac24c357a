import { z } from 'zod';
import type { Sql } from '../ports/sql.js';
import type { Finding } from '../rules/rule.js';
import { subjectText } from '../rules/subject.js';

/** So many are told at once; a later look or operation tells of the others. */
const mostAtOnce = 20;

const toldRow = z.object({ rule: z.string(), subject: z.string() });
type Told = z.infer<typeof toldRow>;

/** One violation for as long as it lasts, whatever its message says meanwhile. */
export function violationKey(violation: Told): string {
  return `${violation.rule} ${violation.subject}`;
}

/** How endpoints are told of a finding. */
export function toldAs({ ruleId, subject }: Finding): Told {
  return { rule: ruleId, subject: subjectText(subject) };
}

function keyOf(finding: Finding): string {
  return violationKey(toldAs(finding));
}

/**
 * Remembers that endpoints were told of these; of what was edited and refused there is nothing to remember. Answers with those
 * that they had not been told of; nothing where a tenant has no endpoint.
 */
export async function rememberTold(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  findings: readonly Finding[],
): Promise<readonly Finding[]> {
  const lasting = findings.filter(({ moment }) => moment !== 'declared');
  if (lasting.length === 0) return [];
  const remembered = await sql.query(
    `INSERT INTO told_violation (tenant_id, cluster_id, rule_id, subject)
     SELECT DISTINCT $1::uuid, $2::uuid, v.rule, v.subject FROM jsonb_to_recordset($3::jsonb) AS v(rule text, subject text)
     WHERE EXISTS (SELECT FROM webhook_endpoint WHERE tenant_id = $1) AND NOT EXISTS (
       SELECT FROM told_violation t
       WHERE t.tenant_id = $1 AND t.cluster_id = $2 AND t.rule_id = v.rule AND t.subject = v.subject)
     ORDER BY v.rule, v.subject LIMIT ${mostAtOnce}
     ON CONFLICT DO NOTHING RETURNING rule_id AS rule, subject`,
    [tenantId, clusterId, JSON.stringify(lasting.map(toldAs))],
    toldRow,
  );
  const fresh = new Set(remembered.map(violationKey));
  return lasting.filter((finding) => fresh.has(keyOf(finding)));
}

/**
 * Forgets those that do not last any more, and says which these were. A rule that cannot be decided for one subject may not have
 * got to others: of its, only those are over whose subject it says is met.
 * @param silent rules that say nothing of some subject that they cannot decide
 */
export async function forgetOver(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  findings: readonly Finding[],
  silent: readonly string[] = [],
): Promise<readonly Told[]> {
  const lasting = findings.filter(({ verdict }) => verdict === 'VIOLATED');
  const unknownRules = findings.flatMap(({ verdict, ruleId }) => (verdict === 'UNKNOWN' ? [ruleId] : []));
  const undecided = [...unknownRules, ...silent];
  const unknown = new Set(findings.filter(({ verdict }) => verdict === 'UNKNOWN').map(keyOf));
  const met = findings.filter((finding) => finding.verdict === 'MET' && !unknown.has(keyOf(finding)));
  return sql.query(
    `DELETE FROM told_violation t WHERE t.tenant_id = $1 AND t.cluster_id = $2 AND NOT EXISTS (
       SELECT FROM jsonb_to_recordset($3::jsonb) AS v(rule text, subject text)
       WHERE v.rule = t.rule_id AND v.subject = t.subject)
     AND (t.rule_id <> ALL($4) OR EXISTS (
       SELECT FROM jsonb_to_recordset($5::jsonb) AS m(rule text, subject text)
       WHERE m.rule = t.rule_id AND m.subject = t.subject))
     RETURNING t.rule_id AS rule, t.subject`,
    [tenantId, clusterId, JSON.stringify(lasting.map(toldAs)), undecided, JSON.stringify(met.map(toldAs))],
    toldRow,
  );
}

/** Forgets what only endpoints were told that are gone. To be called before a new one is there, which may be the first again. */
export async function forgetUnheard(sql: Sql, tenantId: string): Promise<void> {
  await sql.execute(
    `DELETE FROM told_violation WHERE tenant_id = $1 AND NOT EXISTS (SELECT FROM webhook_endpoint WHERE tenant_id = $1)`,
    [tenantId],
  );
}
