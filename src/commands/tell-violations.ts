import { z } from 'zod';
import { finalOperationStates } from '../domain/states.js';
import { announce } from '../events/announce.js';
import type { Announcement } from '../events/announcement.js';
import { tellVerdict } from '../events/tell-verdict.js';
import type { Sql } from '../ports/sql.js';
import { hostOfFinding } from '../rules/host-of-finding.js';
import { blocking } from '../rules/blocking.js';
import { whatWasMadeStays } from '../rules/host/r-host-3-what-was-made-stays.rule.js';
import { judge } from '../rules/judge.js';
import type { Finding, RuleFacts } from '../rules/rule.js';
import { factsWithDrift } from './compliance/facts-with-drift.js';
import { joinedViolations } from './joined-violations.js';
import { loadAcknowledgements } from './revisions/enforce.js';
import type { LoadedCluster } from './revisions/load-cluster.js';
import { loadFacts } from './revisions/load-facts.js';
import { toldBesides } from './told-besides.js';
import { toldCluster } from './told-cluster.js';
import { forgetOver, rememberTold, toldAs } from './told-violations.js';

const endedRow = z.object({
  heard: z.boolean(),
  may_tell: z.boolean(),
  rule: z.string().nullable(),
  subject: z.string().nullable(),
});

/**
 * Tells endpoints, once each, which requirements of a cluster an operation found violated, and which hold again of those that
 * they were told of. What cannot be decided stays as it was. Runs in the transaction that ends the operation.
 */
export async function tellViolations(
  sql: Sql,
  tenantId: string,
  operationId: string,
  cluster: LoadedCluster,
): Promise<void> {
  const { id: clusterId, spec, state, revision } = cluster;
  const [row] = await sql.query(
    // Where a step failed, what was to follow is not there, and that is no news either; nor is what another operation is still
    // making, whose own end tells. A look makes nothing, so that it tells whatever came of it.
    `SELECT EXISTS (SELECT FROM webhook_endpoint WHERE tenant_id = $1) AS heard,
       (state = 'SUCCEEDED' OR revision IS NULL OR failure->>'ruleId' IS NOT NULL) AND NOT EXISTS (
         SELECT FROM operation o WHERE o.tenant_id = $1 AND o.cluster_id = $3 AND o.id <> $2 AND o.revision IS NOT NULL
           AND o.state <> ALL($4)) AS may_tell,
       failure->>'ruleId' AS rule, failure->>'subject' AS subject
     FROM operation WHERE tenant_id = $1 AND id = $2`,
    [tenantId, operationId, clusterId, [...finalOperationStates]],
    endedRow,
  );
  if (row?.heard !== true) return;
  const looks = await loadFacts(sql, { tenantId, clusterId: null }, spec);
  const facts = (await factsWithDrift(sql, tenantId, [cluster], looks))(clusterId);
  const findings = judge(spec, facts, ['declared', 'before', 'after'], { draft: false, clusterId, revision });
  const over = await forgetOver(sql, tenantId, clusterId, findings, silentRules(cluster, facts));
  // What a cluster that was never set up lacks is no news.
  const isNews = row.may_tell && (state === 'ACTIVE' || state === 'DEGRADED');
  const inTheWay = blocking(findings, await loadAcknowledgements(sql, tenantId, clusterId));
  const violated = inTheWay.filter((finding) => finding.verdict === 'VIOLATED' && (isNews || isAbout(finding, row)));
  const each = await rememberTold(sql, tenantId, clusterId, violated);
  const fresh = joinedViolations(each);
  if (fresh.length + over.length === 0) return;
  const part = await toldCluster(sql, tenantId, clusterId);
  await announce(sql, tenantId, operationId, [
    // The operation that failed for it has told it.
    ...fresh.filter((finding) => !isAbout(finding, row)).map((finding) => violatedTold(finding, part)),
    ...toldBesides(each),
    ...over.map((told): Announcement => {
      const message = `${told.rule} is met again.`;
      return { kind: 'rule.cleared', details: { ...told, message, cluster: part, ...noVerdict } };
    }),
  ]);
}

/** Of a host where steps cannot say whether all is as they made it, R-HOST-3 says nothing, and least of all that it is met. */
function silentRules({ spec }: LoadedCluster, facts: RuleFacts): readonly string[] {
  const isOpen = spec.core.members.some(({ hostId }) => {
    const { decided, made } = facts.drift(hostId);
    return decided < made;
  });
  return isOpen ? [whatWasMadeStays.id] : [];
}

const noVerdict = { mutation: null, evidence: [], remedies: [] };

function isAbout(finding: Finding, failed: Pick<z.infer<typeof endedRow>, 'rule' | 'subject'>): boolean {
  const { rule, subject } = toldAs(finding);
  return rule === failed.rule && subject === failed.subject;
}

function violatedTold(finding: Finding, cluster: object): Announcement {
  const { message, messageCode, parameters } = finding;
  const details = { ...toldAs(finding), ...{ message, messageCode, parameters }, mutation: null, cluster };
  return {
    kind: 'rule.violated',
    hostId: hostOfFinding(finding),
    details: { ...details, ...tellVerdict(finding.evidence, finding.remedies) },
  };
}
