import { progressLine } from '../progress-line.js';
import type { PersonsApi } from './api-options.js';
import { whereServersAre, type Api } from './ask.js';
import { awaitOperation, type EndedOperation } from './await-operation.js';
import type { OperationEvent } from './operation-events.js';
import { remediesInWords } from './remedy.js';

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
export async function follow(
  api: PersonsApi,
  operation: string,
  timeoutSeconds: number,
): Promise<EndedOperation | Unended> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1_000);
  let isReached = true;
  const reached = (is: boolean): void => {
    isReached = is;
    if (!deadline.aborted)
      console.error(is ? `${api.url} is reached again` : `${api.url} cannot be reached; trying again`);
  };
  const told = new Map<string | null, string>();
  const tell = (event: OperationEvent): void => {
    console.error(progressLine(event));
    // Once, however often the host is tried in vain.
    const { remedies = [] } = event.data;
    const said = JSON.stringify(remedies);
    if (told.get(event.host) !== said) for (const line of remediesInWords(api, remedies)) console.error(line);
    told.set(event.host, said);
  };
  try {
    return await awaitOperation(() => api, operation, tell, deadline, reached);
  } catch (error) {
    if (!deadline.aborted) throw error;
    return { state: null, isReached };
  }
}

/** That it took too long, for a person. */
export function unendedInWords({ url }: Api, timeoutSeconds: number, isReached: boolean): string {
  const why = isReached ? '' : `, and ${url} could not be reached at last`;
  return `It had not ended after ${timeoutSeconds} seconds${why}.${isReached ? '' : ` ${whereServersAre}`}`;
}
