import type { NewOperation } from '../../engine/new-operation.js';
import type { DecidedPlan } from '../../plan/decided-plan.js';

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** An operation that a command started, and what it would do by the last looks. */
export interface StartedOperation extends Pick<NewOperation, 'kind' | 'lock' | 'lockKeys' | 'clusterId'> {
  readonly decided: DecidedPlan;
}

/** What came of a command beside its outcome. */
export class PlanJournal {
  started: StartedOperation | null = null;
  /** What stands for ids that were made up, by their order: another run makes up others. */
  private readonly namesOfMadeUp = new Map<string, string>();
  /** By host: ids of the probes whose answers rules read and that are too old by now, or soon will be. */
  readonly outdated = new Map<string, Set<string>>();

  noteOutdated(hostId: string, probe: string): void {
    const ofHost = this.outdated.get(hostId) ?? new Set();
    this.outdated.set(hostId, ofHost.add(probe));
  }

  noteMadeUp(id: string): void {
    if (!this.namesOfMadeUp.has(id)) this.namesOfMadeUp.set(id, `new-${this.namesOfMadeUp.size + 1}`);
  }

  /** Puts the same names into the place of made-up ids, whatever they were. A plan may have made up a hundred thousand. */
  readonly rename = (text: string): string => text.replace(uuid, (id) => this.namesOfMadeUp.get(id) ?? id);
}
