import { differences } from './host-snapshot.js';
import type { Breakage, KindCase } from './kind-case.js';
import type { Placed, TestWorker, Visited } from './test-worker.js';
import type { TrialCluster } from './trial-cluster.js';
import type { TrialEntry, TrialRecord } from './trial-record.js';

type Snapshot = readonly string[];

export interface TrialOptions {
  readonly cluster: TrialCluster;
  readonly worker: TestWorker;
  readonly given: KindCase;
  readonly record: TrialRecord;
  /** Every breakage, or the first. */
  readonly thorough: boolean;
}

/** One kind of step on its host. The parts build on one another and are called in the order in which they stand. */
export class KindTrial {
  private bare: Snapshot = [];
  private made: Snapshot = [];
  /** Differs from `made` in what a file notes that was deleted and written again. */
  private mended: Snapshot = [];
  private visits: TrialEntry[] = [];
  private readonly cluster: TrialCluster;
  private readonly worker: TestWorker;
  private readonly given: KindCase;

  constructor(private readonly options: TrialOptions) {
    this.cluster = options.cluster;
    this.worker = options.worker;
    this.given = options.given;
  }

  async isMadeFromBare(): Promise<void> {
    if (this.given.byHand !== undefined) await this.cluster.byHand(this.given.host, this.given.byHand);
    for (const step of this.given.before) await this.changes(step);
    this.bare = await this.snapshot();
    await this.changes(this.given);
    this.made = await this.snapshot();
    expect(differences(this.bare, this.made)).not.toEqual([]);
    expect(await this.worker.make(this.given)).toMatchObject({ outcome: 'UNCHANGED', roundTrips: 1 });
    expect(await this.differencesTo(this.made)).toEqual([]);
    this.holdsTo('made from bare');
  }

  /** What was wrong with each breakage, so that one does not hide the others. */
  async isMendedWhenBrokenByHand(): Promise<void> {
    const wrong: Record<string, string> = {};
    const { kind } = this.given;
    this.worker.readings.forget(kind);
    for (const breakage of this.options.thorough ? this.given.breakages : this.given.breakages.slice(0, 1)) {
      await this.breakAndMend(breakage)
        .then(() => this.holdsTo(`broken: ${breakage.what}`))
        .catch((error: unknown) => {
          wrong[breakage.what] = String(error);
        });
    }
    expect(wrong).toEqual({});
    expect(await this.worker.make(this.given)).toMatchObject({ outcome: 'UNCHANGED', roundTrips: 1 });
    const beyondReach = (this.given.beyondReach ?? []).map(({ id }) => id);
    if (this.options.thorough) expect(this.worker.readings.neverOtherwise(kind)).toEqual(beyondReach);
    this.mended = await this.snapshot();
  }

  async isChangedToOtherInputAndBack(): Promise<void> {
    const { otherInput, undoneByHand } = this.given;
    if (otherInput === null) return;
    const other = { ...this.given, input: otherInput };
    await this.changes(other);
    expect(await this.worker.make(other)).toMatchObject({ outcome: 'UNCHANGED', roundTrips: 1 });
    const back = await this.until(this.given);
    this.holdsTo('changed to other input and back');
    expect(`${back.outcome}: ${back.summary}`).toMatch(undoneByHand === undefined ? /^CHANGED: / : /^UNCHANGED: /);
    if (undoneByHand === undefined) expect(await this.differencesTo(this.mended)).toEqual([]);
  }

  async isRemovedWithoutATrace(): Promise<void> {
    await this.undo();
    this.holdsTo('removed');
    if (this.given.undoneByHand === undefined) expect(await this.differencesTo(this.bare)).toEqual([]);
  }

  /** A worker dies after each number of changes, and another one comes: towards presence and towards absence. */
  async isFinishedAfterADeathAnywhere(): Promise<void> {
    const { worker, given } = this;
    let last = 1;
    for (let count = 0; count <= last; count++) {
      const toMake = await this.cut('MAKE', count);
      expect(toMake).toBeGreaterThan(0);
      const finished = await worker.until(given);
      this.finished('MAKE', finished);
      expect({ count, ...finished }).toMatchObject({ count, outcome: expect.stringMatching(/CHANGED/) });
      expect({ count, differences: await this.differencesTo(this.made) }).toEqual({ count, differences: [] });
      const toRemove = await this.isGoneAfterADeath(count);
      this.holdsTo(`a death after ${count} changes`);
      last = Math.max(last, toMake, toRemove);
    }
  }

  /** The host is bare again for the next kind. */
  async takesBackWhatItNeeded(): Promise<void> {
    for (const step of this.given.before.toReversed()) await this.worker.until(step, 'REMOVE');
  }

  private async isGoneAfterADeath(count: number): Promise<number> {
    const { host, undoneByHand } = this.given;
    if (undoneByHand !== undefined) {
      await this.cluster.byHand(host, undoneByHand);
      return 0;
    }
    const wanted = await this.cut('REMOVE', count);
    expect(wanted).toBeGreaterThan(0);
    const removed = await this.worker.until(this.given, 'REMOVE');
    this.finished('REMOVE', removed);
    expect({ count, ...removed }).toMatchObject({ count, outcome: expect.stringMatching(/CHANGED/) });
    expect({ count, differences: await this.differencesTo(this.bare) }).toEqual({ count, differences: [] });
    return wanted;
  }

  private async undo(): Promise<void> {
    const { worker, given, cluster } = this;
    const removed = await this.until(given, 'REMOVE');
    expect(removed).toMatchObject({ outcome: given.undoneByHand === undefined ? 'CHANGED' : 'UNCHANGED' });
    expect(await worker.remove(given)).toMatchObject({ outcome: 'UNCHANGED', roundTrips: 1 });
    if (given.undoneByHand !== undefined) await cluster.byHand(given.host, given.undoneByHand);
  }

  private async breakAndMend(breakage: Breakage): Promise<void> {
    this.visits = [];
    const { worker, given, cluster } = this;
    const { says, script, elsewhere, afterAnAttempt, mend, mendElsewhere } = breakage;
    if (elsewhere !== undefined) await cluster.byHand(elsewhere.host, elsewhere.script);
    const found = await cluster
      .byHand(given.host, script)
      .then(() => this.until(given))
      .finally(async () => {
        if (mendElsewhere !== undefined) await cluster.byHand(mendElsewhere.host, mendElsewhere.script);
        if (mend !== undefined) await cluster.byHand(given.host, mend);
      });
    // It says so only once a look after the change found it true.
    if (says === 'CHANGED') {
      expect(`${found.outcome}: ${found.summary}`).toMatch(/^CHANGED: /);
      // What was mended elsewhere may have broken again what was made true meanwhile.
      if (mendElsewhere !== undefined) {
        const { outcome, summary } = await worker.until(given);
        expect(`${outcome}: ${summary}`).toMatch(/CHANGED: /);
      }
    } else {
      expect(found).toMatchObject({ outcome: 'FAILED', summary: expect.stringMatching(says) });
      if (afterAnAttempt !== true) expect(found.changes).toEqual([]);
      expect((await this.until(given)).outcome).toMatch(/CHANGED/);
    }
  }

  /** What the hosts wrote meanwhile is part of the failure, as they are gone when one reads of it. */
  private async changes(step: Placed): Promise<void> {
    const { outcome, summary } = await this.until(step);
    if (outcome === 'CHANGED') return;
    const journals = [...hostsOf(this.given)].map(async (host) => {
      const lines = await this.cluster.journal(host);
      return `── ${host}\n${lines}`;
    });
    throw new Error([`${step.kind} is ${outcome}: ${summary}`, ...(await Promise.all(journals))].join('\n'));
  }

  private async differencesTo(former: Snapshot): Promise<readonly string[]> {
    return differences(former, await this.snapshot());
  }

  private snapshot(): Promise<Snapshot> {
    return this.cluster.snapshot(this.given.host);
  }

  /** A visit to the end of what it began, noted for the record. */
  private async until(step: Placed, direction: 'MAKE' | 'REMOVE' = 'MAKE'): Promise<Visited> {
    const visited = await this.worker.until(step, direction);
    const { outcome, summary, changes } = visited;
    // The words of a program differ from host to host: what follows its exit code, or the first line.
    const [said = ''] = summary.replace(/(ended with exit code \d+): .*/s, '$1').split('\n', 1);
    this.visits.push({ kind: step.kind, direction, outcome, summary: said, changes: [...changes] });
    return visited;
  }

  private async cut(direction: 'MAKE' | 'REMOVE', count: number): Promise<number> {
    const { kind } = this.given;
    const wanted = await this.worker.cut(this.given, direction, count);
    this.visits.push({ kind, direction, outcome: 'CUT', summary: `of ${wanted} changes`, changes: [] });
    return wanted;
  }

  /** How far what was cut went on by itself is chance, where it went is not. */
  private finished(direction: 'MAKE' | 'REMOVE', { summary }: Visited): void {
    this.visits.push({ kind: this.given.kind, direction, outcome: 'FINISHED', summary, changes: [] });
  }

  private holdsTo(part: string): void {
    const visits = this.visits.splice(0);
    this.options.record.holdsTo(part, visits);
  }
}

/** Every host that a case has to do with. */
export function hostsOf({ host, before, breakages }: KindCase): ReadonlySet<string> {
  return new Set([
    host,
    ...before.map((step) => step.host),
    ...breakages.flatMap(({ elsewhere }) => (elsewhere === undefined ? [] : [elsewhere.host])),
  ]);
}
