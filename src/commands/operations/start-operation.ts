import { acceptOperation } from '../../engine/accept-operation.js';
import type { NewOperation } from '../../engine/new-operation.js';
import type { Work } from '../command.js';

/** How long an operation may wait for hosts that do not answer, in seconds. */
const deadlineSeconds = 1_800;

/** Accepts an operation in the name of the caller and answers its id. */
export function startOperation(
  { sql, ids, caller }: Work,
  operation: Omit<NewOperation, 'tenantId' | 'requestedBy' | 'deadlineSeconds' | 'retryOf'> & {
    readonly retryOf?: string;
  },
): Promise<string> {
  return acceptOperation(sql, ids, {
    ...operation,
    retryOf: operation.retryOf ?? null,
    tenantId: caller.tenantId,
    requestedBy: caller.tokenId,
    deadlineSeconds,
  });
}
