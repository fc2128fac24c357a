import { programName } from '../program-name.js';
import { timeOfDay } from '../progress-line.js';
import { ProgressLines } from '../progress-lines.js';
import type { PersonsApi } from './api-options.js';
import { whereServersAre } from './ask.js';
import { awaitOperation, type EndedOperation } from './await-operation.js';
import type { OperationEvent } from './operation-events.js';
import { remediesInWords, type Remedy } from './remedy.js';

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
  const told = new Map<string | null, string>();
  let isWayOutTold = false;
  const progress = new ProgressLines(everyStep);
  const tell = (event: OperationEvent): void => {
    for (const line of progress.of(event)) console.error(line);
    const lines = (remedies: readonly Remedy[]): void => {
      for (const line of remediesInWords(api, remedies)) console.error(line);
    };
    const { remedies = [], until: lastTry } = event.data;
    if (event.kind === 'task.failed') {
      // The end has all of them, as requests to copy.
      for (const { title } of remedies.slice(0, 1)) console.error(`  → ${title}`);
    } else if (event.kind === 'task.waiting') {
      // Once, however often the host is tried in vain.
      const said = JSON.stringify(remedies);
      // Where it is tried a few times only the end comes soon, and has them as requests to copy.
      if (told.get(event.host) !== said) {
        if (lastTry == null) for (const { title } of remedies) console.error(`  → ${title}`);
        else lines(remedies);
      }
      told.set(event.host, said);
    }
    if (lastTry == null || isWayOutTold) return;
    isWayOutTold = true;
    lines([toEndIt(operation)]);
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

/** For whoever does not want to wait for as long as a host is tried. */
function toEndIt(operation: string): Remedy {
  return {
    title: 'Ctrl-C ends no more than this waiting, and the operation goes on; this has it begin nothing more',
    ...{ mutation: 'cancelOperation', input: { operationId: operation }, command: null, hostId: null },
  };
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
