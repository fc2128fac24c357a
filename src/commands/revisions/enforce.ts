import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import { blocking, type Acknowledgement } from '../../rules/blocking.js';
import type { Finding } from '../../rules/rule.js';
import { subjectText } from '../../rules/subject.js';
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
 * Refuses with every finding that stands in the way, each as a user error of its own. Findings name places of the value;
 * `inInput` says where the input has them.
 */
export function enforce(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  inInput: (field: readonly string[]) => readonly string[],
): void {
  const inTheWay = blocking(findings, acknowledgements);
  if (inTheWay.length > 0) throw new Refused(inTheWay.map((finding) => asUserError(finding, inInput(finding.field))));
}

/** Whose id it is, where the subject is told by one. */
function named({ subject, subjectName }: Finding): string {
  return subject.id === subjectName ? '' : ` (${subjectName})`;
}

function asUserError(finding: Finding, field: readonly string[]): UserError {
  const undecided = finding.verdict === 'UNKNOWN';
  const hint =
    !undecided && finding.severity === 'WARNING'
      ? ` If this is meant, acknowledge {rule: "${finding.ruleId}", subject: "${subjectText(finding.subject)}"}${named(finding)}.`
      : '';
  return {
    code: undecided ? 'RULE_UNDECIDED' : 'RULE_VIOLATED',
    message: `${finding.message}${hint}`,
    field,
    severity: finding.severity,
    finding,
  };
}
