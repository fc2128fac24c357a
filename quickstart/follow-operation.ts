import { awaitOperation } from '../src/cli/client/await-operation.js';
import type { OperationEvent } from '../src/cli/client/operation-events.js';
import type { ApiClient } from './api-client.js';

const longestMs = 600_000;

/**
 * Tells the events of an operation as they come, and resolves when it succeeded.
 * @throws OperationFailed when it ended in any other way, with its state and what it says of its failure
 */
export async function followOperation(
  client: () => ApiClient,
  id: string,
  heard: (event: OperationEvent) => void,
): Promise<void> {
  const { state, failure } = await awaitOperation(client, id, heard, AbortSignal.timeout(longestMs));
  if (state !== 'SUCCEEDED') throw new OperationFailed(`the operation is ${state}: ${failure ?? 'no failure told'}`);
}

class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
}
