import { toGlobalId } from '../domain/ids.js';
import { OperationInProgress } from '../engine/operation-in-progress.js';
import { takenName } from './taken-name.js';
import { Refused, refused, type UserError } from './user-error.js';

/**
 * The reasons why a command did nothing; what is no such reason is thrown on.
 * @param input of the mutation
 */
export function toUserErrors(error: unknown, input?: unknown): readonly UserError[] {
  if (error instanceof Refused) return error.userErrors;
  if (error instanceof OperationInProgress) {
    const { operationId } = error;
    const id = toGlobalId('Operation', operationId);
    const message = `Operation ${id} is still under way; wait for its end (hostwright wait ${id}) and ask again, or have it begin nothing more (cancelOperation).`;
    return refused('OPERATION_IN_PROGRESS', message, [], { operationId }).userErrors;
  }
  const taken = takenName(error, input);
  if (taken !== undefined) return taken.userErrors;
  throw error;
}
