import { programName } from '../program-name.js';
import { timeOfDay } from '../progress-line.js';
import { ProgressLines } from '../progress-lines.js';
import type { PersonsApi } from './api-options.js';
import { whereServersAre } from './ask.js';
import { awaitOperation, type EndedOperation } from './await-operation.js';
import type { OperationEvent } from './operation-events.js';
import { TasksDone, tasksOf } from './tasks-done.js';
import { WaysMeanwhile } from './ways-meanwhile.js';

/** What ran out before an operation had ended. */
export interface Unended {
  readonly state: null;
  /** Whether the server was reached at last. */
  readonly isReached: boolean;
}

/**
 * Follows an operation to its end, telling on standard error what happens; or until it took too long.
 * @param everyStep whether steps that changed nothing are told one by one
 * @throws ApiRefusal where the API does not let us follow it
 */
export async function follow(
  api: PersonsApi,
  operation: string,
  timeoutSeconds: number,
  everyStep = false,
): Promise<EndedOperation | Unended> {
  const deadline = AbortSignal.timeout(timeoutSeconds * 1_000);
  const until = timeOfDay(new Date(Date.now() + timeoutSeconds * 1_000));
  let isReached = true;
  const reached = (awayFor: string | null): void => {
    isReached = awayFor === null;
    if (deadline.aborted) return;
    console.error(
      awayFor === null
        ? `${api.url} is reached again`
        : `${api.url} cannot be reached: ${awayFor}. Trying again until ${until} (--timeout ${timeoutSeconds}). ` +
            'The operation is not lost: its server keeps it, and goes on with it as soon as it runs.',
    );
  };
  const progress = new ProgressLines(everyStep);
  const ways = new WaysMeanwhile(api, operation);
  const tasks = new TasksDone(() => tasksOf(api, operation, deadline));
  const tell = async (event: OperationEvent): Promise<void> => {
    const lines = [...progress.of(event, await tasks.of(event)), ...ways.of(event)];
    for (const line of lines) console.error(line);
  };
  try {
    return await awaitOperation(() => api, operation, tell, deadline, reached);
  } catch (error) {
    if (!deadline.aborted) throw error;
    return { state: null, isReached };
  } finally {
    for (const line of progress.rest()) console.error(line);
  }
}

/** That it took too long, for a person. */
export function unendedInWords(
  { url, optionsInShell }: Pick<PersonsApi, 'url' | 'optionsInShell'>,
  operation: string,
  timeoutSeconds: number,
  isReached: boolean,
): string {
  const why = isReached ? '' : `, and ${url} could not be reached at last`;
  const then = isReached ? 'It goes on; wait for it again' : `${whereServersAre} Then wait for it again`;
  return `It had not ended after ${timeoutSeconds} seconds${why}. ${then}:\n  ${programName} wait ${operation}${optionsInShell}`;
}
