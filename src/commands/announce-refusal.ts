import { z } from 'zod';
import { toGlobalId } from '../domain/ids.js';
import { announce } from '../events/announce.js';
import type { Announcement } from '../events/announcement.js';
import { tellVerdict } from '../events/tell-verdict.js';
import type { Database, Sql } from '../ports/sql.js';
import type { Finding } from '../rules/rule.js';
import { subjectText } from '../rules/subject.js';
import type { UserError } from './user-error.js';

/** The answer to the mutation has all of them. */
const mostFindings = 20;

const clusterRow = z.object({ name: z.string(), external_ref: z.string().nullable() });

interface RefusedMutation {
  readonly tenantId: string;
  readonly clusterId: string;
  readonly mutation: string;
  readonly userErrors: readonly UserError[];
}

/**
 * Tells endpoints of requirements that refused a mutation. Who called it knows already; who watches the cluster does not. In a
 * transaction of its own, as that of the mutation has no effect.
 */
export async function announceRefusal(database: Database, refusedMutation: RefusedMutation): Promise<void> {
  const findings = refusedMutation.userErrors.flatMap(({ finding }) =>
    finding?.verdict === 'VIOLATED' ? [finding] : [],
  );
  if (findings.length === 0) return;
  const { tenantId, mutation } = refusedMutation;
  await database.transaction(async (sql) => {
    const cluster = await clusterPart(sql, refusedMutation);
    const told = findings.slice(0, mostFindings).map((finding) => announcementOf(finding, { mutation, cluster }));
    await announce(sql, tenantId, null, told);
  });
}

async function clusterPart(sql: Sql, { tenantId, clusterId }: RefusedMutation): Promise<object> {
  const [row] = await sql.query(
    'SELECT name, external_ref FROM cluster WHERE tenant_id = $1 AND id = $2',
    [tenantId, clusterId],
    clusterRow,
  );
  return { id: toGlobalId('Cluster', clusterId), name: row?.name ?? '', externalRef: row?.external_ref ?? null };
}

function announcementOf(
  finding: Finding,
  refusal: { readonly mutation: string; readonly cluster: object },
): Announcement {
  return {
    kind: 'rule.violated',
    hostId: finding.evidence[0]?.hostId ?? null,
    details: {
      ...refusal,
      operation: null,
      rule: finding.ruleId,
      subject: subjectText(finding.subject),
      message: finding.message,
      ...tellVerdict(finding.evidence, finding.remedies),
    },
  };
}
