import type { NewOperation } from '../../engine/new-operation.js';
import type { DecidedPlan } from '../../plan/decided-plan.js';

/** An operation that a command started, and what it would do by the last looks. */
export interface StartedOperation extends Pick<NewOperation, 'kind' | 'lock' | 'lockKeys' | 'clusterId'> {
  readonly decided: DecidedPlan;
}

/** What came of a command beside its outcome. */
export class PlanJournal {
  started: StartedOperation | null = null;
  /** Ids that were made up, in order: another run makes up others. */
  readonly madeUp: string[] = [];
  /** By host: ids of the probes whose answers rules read and that are too old by now, or soon will be. */
  readonly outdated = new Map<string, Set<string>>();

  noteOutdated(hostId: string, probe: string): void {
    const ofHost = this.outdated.get(hostId) ?? new Set();
    this.outdated.set(hostId, ofHost.add(probe));
  }

  /** Puts the same names into the place of made-up ids, whatever they were. */
  readonly rename = (text: string): string =>
    this.madeUp.reduce((rest, id, index) => rest.replaceAll(id, `new-${index + 1}`), text);
}
