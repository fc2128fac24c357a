import { acceptOperation } from '../../engine/accept-operation.js';
import { continueOperation } from '../../engine/continue-operation.js';
import type { NewOperation } from '../../engine/new-operation.js';
import { bindPlan } from '../../plan/bind-plan.js';
import type { Work } from '../command.js';
import { decideStored } from '../plans/decide-stored.js';
import { discarding } from '../revisions/discarding.js';
import { loadDiscarded } from '../revisions/load-discarded.js';
import { timeForPlan } from './time-for-plan.js';

/**
 * Accepts an operation in the name of the caller and answers its id. Data that a person asked to have deleted goes with
 * whichever plan takes its account away: that of the deletion itself, or of what completes it after a failure. An operation that
 * looked at the hosts of the plan before goes on with it, bound to what is decided now.
 */
export async function startOperation(
  work: Work,
  operation: Omit<NewOperation, 'tenantId' | 'requestedBy' | 'deadlineSeconds' | 'retryOf'> & {
    readonly retryOf?: string;
  },
): Promise<string> {
  const { sql, ids, caller, journal, resumes } = work;
  const { kind, clusterId, lock, lockKeys } = operation;
  const { tenantId, tokenId } = caller;
  const plan =
    clusterId === null ? operation.plan : discarding(operation.plan, await loadDiscarded(sql, tenantId, clusterId));
  const decided = await decideStored(work, plan);
  journal.started = { kind, lock, lockKeys, clusterId, decided };
  const whole: NewOperation = {
    ...operation,
    ...{ plan, tenantId, deadlineSeconds: timeForPlan(plan), requestedBy: tokenId, retryOf: operation.retryOf ?? null },
  };
  if (resumes === null) return acceptOperation(sql, ids, whole);
  await continueOperation(sql, ids, resumes, { ...whole, plan: bindPlan(decided) });
  return resumes;
}
