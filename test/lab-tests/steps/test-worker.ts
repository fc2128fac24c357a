import { setTimeout as pause } from 'node:timers/promises';
import { stepOfKind } from '../../../src/steps/registry.js';
import { visit } from '../../../src/steps/harness/visit.js';
import type { UnitReport, VisitUnit } from '../../../src/steps/harness/visit-result.js';
import { CutShort, cutSession } from './cut-session.js';
import { MemoryLedger } from './memory-ledger.js';
import { Readings } from './readings.js';
import type { OpenSession, TrialCluster } from './trial-cluster.js';

/** One step on one host, as a plan names it. */
export interface Placed {
  readonly host: string;
  readonly kind: string;
  readonly input: unknown;
}

export interface Visited extends UnitReport {
  readonly roundTrips: number;
}

const longestWaitMs = 150_000;

/** Carries out steps as the engine does, with a ledger in memory. */
export class TestWorker {
  readonly readings = new Readings();
  private readonly ledger = new MemoryLedger();
  private fence = 0;

  constructor(private readonly cluster: TrialCluster) {}

  make(step: Placed): Promise<Visited> {
    return this.once(step, 'MAKE');
  }

  remove(step: Placed): Promise<Visited> {
    return this.once(step, 'REMOVE');
  }

  /** Visits while something is under way; the last report, with what all visits changed. Its outcome says CHANGED where any did. */
  async until(step: Placed, direction: 'MAKE' | 'REMOVE' = 'MAKE'): Promise<Visited> {
    const deadline = performance.now() + longestWaitMs;
    const changes: string[] = [];
    for (;;) {
      const report = await this.once(step, direction);
      changes.push(...report.changes);
      if (report.outcome !== 'WAITING') {
        const changed = report.outcome === 'UNCHANGED' && changes.length > 0;
        return { ...report, changes, ...(changed ? { outcome: 'CHANGED' as const } : {}) };
      }
      if (performance.now() > deadline) throw new Error(`${step.kind} still ${report.summary}`);
      await pause(300);
    }
  }

  /** A visit whose worker dies after so many changes; how many it wanted to make, 0 where there was nothing to change. */
  async cut(step: Placed, direction: 'MAKE' | 'REMOVE', count: number): Promise<number> {
    try {
      await this.once(step, direction, (session) => cutSession(session, count));
      return 0;
    } catch (error) {
      if (error instanceof CutShort) return error.wanted;
      throw error;
    }
  }

  private async once(
    { host, kind, input }: Placed,
    direction: 'MAKE' | 'REMOVE',
    wrap: (session: OpenSession) => OpenSession = (session) => session,
  ): Promise<Visited> {
    const step = stepOfKind(kind);
    if (step === undefined) throw new Error(`there is no kind ${kind}`);
    const unit = this.readings.listenTo(step.unit(JSON.parse(JSON.stringify(input))));
    const placed: VisitUnit = { unit, direction, memory: this.ledger.memory(host, unit), planned: null, waited: null };
    const session = wrap(this.cluster.session(host));
    try {
      const result = await visit(session, ++this.fence, [placed], {
        mayHaveRival: false,
        mayGoOn: () => true,
        beforeChange: async (intents) => {
          this.ledger.begin(host, intents);
          return true;
        },
        pause: (milliseconds) => pause(milliseconds),
        monotonic: () => performance.now(),
        failpoint: () => undefined,
      });
      const report = result.is === 'reports' ? result.reports[0] : undefined;
      if (report === undefined) throw new Error(`the visit of ${host} for ${kind} ended: ${JSON.stringify(result)}`);
      this.ledger.record(host, placed, report);
      return { ...report, roundTrips: session.roundTrips };
    } finally {
      await session.close();
    }
  }
}
