import { announce } from '../events/announce.js';
import type { Announcement } from '../events/announcement.js';
import { tellVerdict } from '../events/tell-verdict.js';
import type { Database } from '../ports/sql.js';
import { hostOfFinding } from '../rules/host-of-finding.js';
import type { Finding } from '../rules/rule.js';
import { toldCluster } from './told-cluster.js';
import { rememberTold, toldAs } from './told-violations.js';
import type { UserError } from './user-error.js';

/** The answer to the mutation has all of them. */
const mostFindings = 20;

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
  const { tenantId, clusterId, mutation } = refusedMutation;
  await database.transaction(async (sql) => {
    const cluster = await toldCluster(sql, tenantId, clusterId);
    const told = findings.slice(0, mostFindings);
    await announce(
      sql,
      tenantId,
      null,
      told.map((finding) => announcementOf(finding, { mutation, cluster })),
    );
    await rememberTold(sql, tenantId, clusterId, told);
  });
}

function announcementOf(
  finding: Finding,
  refusal: { readonly mutation: string; readonly cluster: object },
): Announcement {
  return {
    kind: 'rule.violated',
    hostId: hostOfFinding(finding),
    details: {
      ...refusal,
      operation: null,
      ...toldAs(finding),
      ...{ message: finding.message, messageCode: finding.messageCode, parameters: finding.parameters },
      ...tellVerdict(finding.evidence, finding.remedies),
    },
  };
}
