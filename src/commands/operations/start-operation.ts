import { acceptOperation } from '../../engine/accept-operation.js';
import type { NewOperation } from '../../engine/new-operation.js';
import type { Work } from '../command.js';
import { discarding } from '../revisions/discarding.js';
import { loadDiscarded } from '../revisions/load-discarded.js';

/** How long an operation may wait for hosts that do not answer, in seconds. */
const deadlineSeconds = 1_800;

/**
 * Accepts an operation in the name of the caller and answers its id. Data that a person asked to have deleted goes with
 * whichever plan takes its account away: that of the deletion itself, or of what completes it after a failure.
 */
export async function startOperation(
  { sql, ids, caller }: Work,
  operation: Omit<NewOperation, 'tenantId' | 'requestedBy' | 'deadlineSeconds' | 'retryOf'> & {
    readonly retryOf?: string;
  },
): Promise<string> {
  const { clusterId, plan } = operation;
  return acceptOperation(sql, ids, {
    ...operation,
    plan: clusterId === null ? plan : discarding(plan, await loadDiscarded(sql, caller.tenantId, clusterId)),
    retryOf: operation.retryOf ?? null,
    tenantId: caller.tenantId,
    requestedBy: caller.tokenId,
    deadlineSeconds,
  });
}
