import { z } from 'zod';
import { AppError } from '../../domain/app-error.js';
import { askForPlanAgain, byNoRule, mostToldFailures, type Failure, type OtherFailure } from '../../engine/failure.js';
import type { EndingOperation } from '../../engine/rulebook.js';
import type { Sql } from '../../ports/sql.js';
import { callerOfToken } from '../access/caller-of-token.js';
import type { Workshop } from '../command.js';
import { failureOfFinding } from '../failure-of-finding.js';
import { toUserErrors } from '../to-user-errors.js';
import { writeAuditEntry } from '../write-audit-entry.js';
import { beginWork } from './begin-work.js';
import { clearTheWay } from './clear-the-way.js';
import { findingText } from './compared-texts.js';
import { differences, objections } from './differences.js';
import { namesOfHosts } from './names-of-hosts.js';
import { admit, performPlanned } from './perform-planned.js';

const operationRow = z.object({ plan_token: z.string(), requested_by: z.string() });

/**
 * Does what a plan was shown to do, if it still is that, now that its hosts were looked at: accepts the edit and lets the operation
 * carry it out. Otherwise nothing is written, and the failure says what changed.
 */
export async function planAgain(workshop: Workshop, sql: Sql, ending: EndingOperation): Promise<Failure | null> {
  const { tenantId, operationId } = ending;
  const [operation] = await sql.query(
    'SELECT plan_token, requested_by FROM operation WHERE tenant_id = $1 AND id = $2',
    [tenantId, operationId],
    operationRow,
  );
  const caller = await callerOfToken(sql, tenantId, operation?.requested_by ?? '');
  if (operation === undefined || caller === undefined) {
    return refusal('the API token that asked for it does not let anybody in any more');
  }
  const work = beginWork(workshop, sql, caller, { resumes: operationId });
  const names = await namesOfHosts(sql, tenantId, operationId);
  const hostName = (hostId: string): string => names.get(hostId) ?? hostId;
  let changed: readonly string[] = [];
  let changedWithin: readonly string[] = [];
  let objected: readonly OtherFailure[] = [];
  let ways: Failure['remedies'] = [];
  try {
    const content = admit(work, operation.plan_token);
    const { input, outcome } = await performPlanned(work, content, ({ outline, conflicts, said }) => {
      changed = differences(content.outline, outline, { hostName, conflicts, said });
      changedWithin = differences(content.outline, outline, { hostName, conflicts, said: new Map() });
      objected = objections(content.outline, outline).flatMap((one) => {
        const finding = said.get(findingText(one));
        return finding === undefined ? [] : [byHandOnly(failureOfFinding(finding))];
      });
      ways = clearTheWay(content.outline, outline, hostName);
      return changed.length === 0;
    });
    if (changed.length > 0) {
      const { message, remedies, others } = refusal(changedWithin.join('; '), ways);
      // What rules say to whoever may see all clusters may name another one.
      const within =
        objected.length > 0 && caller.clusterId === null ? { withinCluster: { message, remedies, others } } : {};
      return { ...refusal(changed.join('; '), ways, objected), ...within };
    }
    await writeAuditEntry(sql, caller, content.mutation, input, outcome);
    return null;
  } catch (error) {
    if (error instanceof AppError) return refusal(error.message);
    const why = toUserErrors(error).map(({ message }) => message).join(' '); // prettier-ignore
    // It was told to who may see all clusters, and may name another one.
    return { ...refusal(why), ...(caller.clusterId === null ? { withinCluster: refusedNow } : {}) };
  }
}

/** The cluster stays as it was, and what the plan would have added to it is not there for a mutation to name. */
function byHandOnly(failure: OtherFailure): OtherFailure {
  return { ...failure, remedies: failure.remedies.filter(({ mutation }) => mutation === null) };
}

function refusal(why: string, ways: Failure['remedies'] = [], objected: readonly OtherFailure[] = []): Failure {
  const others = objected.slice(0, mostToldFailures - 1);
  return {
    ...{ hostId: null, stepId: null, ...byNoRule, evidence: [], others, untold: objected.length - others.length },
    message: `PLAN_CHANGED: nothing was changed. ${why}`.slice(0, 4_000),
    remedies: [...ways, askForPlanAgain],
  };
}

const { message, remedies, others } = refusal('It is refused by now; ask for the plan again to read why.');
const refusedNow = { message, remedies, others };
