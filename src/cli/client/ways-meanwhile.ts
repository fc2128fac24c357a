import type { PersonsApi } from './api-options.js';
import type { OperationEvent } from './operation-events.js';
import { remediesInWords, type Remedy } from './remedy.js';

/** What there is to do while an operation goes on, as lines below what has just happened in it. Its end tells all of that as requests to copy. */
export class WaysMeanwhile {
  readonly #told = new Map<string | null, string>();
  #ofFailed: readonly Remedy[] = [];
  #isEndTold = false;

  constructor(
    private readonly api: PersonsApi,
    private readonly operation: string,
  ) {}

  of({ kind, host, data: { remedies = [], until } }: OperationEvent): readonly string[] {
    if (kind === 'task.failed') {
      this.#ofFailed = [...this.#ofFailed, ...remedies];
      return titles(remedies.slice(0, 1));
    }
    if (kind !== 'task.waiting') return [];
    // Once, however often the host is tried in vain.
    const said = JSON.stringify(remedies);
    const isNew = this.#told.get(host) !== said;
    this.#told.set(host, said);
    // Where it is tried a few times only the end comes soon; what is tried for longer keeps it away from what failed besides.
    if (until == null) return isNew ? titles(remedies) : [];
    const lines = [
      ...(isNew ? remedies : []),
      ...this.#ofFailed,
      ...(this.#isEndTold ? [] : [toEndIt(this.operation)]),
    ];
    this.#ofFailed = [];
    this.#isEndTold = true;
    return remediesInWords(this.api, lines);
  }
}

function titles(remedies: readonly Remedy[]): readonly string[] {
  return remedies.map(({ title }) => `  → ${title}`);
}

/** For whoever does not want to wait for as long as a host is tried. */
function toEndIt(operation: string): Remedy {
  return {
    title: 'Ctrl-C ends no more than this waiting, and the operation goes on; this has it begin nothing more',
    ...{ mutation: 'cancelOperation', input: { operationId: operation }, command: null, hostId: null },
  };
}
