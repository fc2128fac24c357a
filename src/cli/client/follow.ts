import { progressLine } from '../progress-line.js';
import type { Api } from './ask.js';
import { awaitOperation, type EndedOperation } from './await-operation.js';

/** What ran out before an operation had ended. */
export interface Unended {
  readonly state: null;
  /** Whether the server was reached at last. */
  readonly isReached: boolean;
}

/**
 * Follows an operation to its end, telling on standard error what happens; or until it took too long.
 * @throws ApiRefusal where the API does not let us follow it
 */
export async function follow(api: Api, operation: string, timeoutSeconds: number): Promise<EndedOperation | Unended> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1_000);
  let isReached = true;
  const reached = (is: boolean): void => {
    isReached = is;
    if (!deadline.aborted)
      console.error(is ? `${api.url} is reached again` : `${api.url} cannot be reached; trying again`);
  };
  try {
    return await awaitOperation(
      () => api,
      operation,
      (event) => console.error(progressLine(event)),
      deadline,
      reached,
    );
  } catch (error) {
    if (!deadline.aborted) throw error;
    return { state: null, isReached };
  }
}

/** That it took too long, for a person. */
export function unendedInWords({ url }: Api, timeoutSeconds: number, isReached: boolean): string {
  const why = isReached ? '' : `, and ${url} could not be reached at last`;
  return `It had not ended after ${timeoutSeconds} seconds${why}.`;
}
