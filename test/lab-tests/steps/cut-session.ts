import type { CommitConfirm } from '../../../src/steps/decision.js';
import type { Change } from '../../../src/steps/change.js';
import type { HostSession } from '../../../src/steps/harness/host-session.js';
import type { OpenSession } from './trial-cluster.js';

/** The worker died, having sent part of what it wanted to change. */
export class CutShort extends Error {
  constructor(readonly wanted: number) {
    super(`cut short of ${wanted} changes`);
  }
}

async function send(session: HostSession, fence: number, changes: readonly Change[], count: number): Promise<void> {
  const sent = changes.slice(0, count);
  if (sent.length > 0) await session.change(fence, [{ changes: sent, after: [] }]);
}

/** A session whose worker dies once the first `count` changes were made; what would confirm a change counts on. */
export function cutSession(session: OpenSession, count: number): OpenSession {
  return {
    get roundTrips() {
      return session.roundTrips;
    },
    look: (questions) => session.look(questions),
    change: async (fence, units) => {
      const changes = units.flatMap((unit) => unit.changes);
      await send(session, fence, changes, count);
      throw new CutShort(changes.length);
    },
    changeConfirmed: async (fence: number, changes: readonly Change[], { confirm }: CommitConfirm) => {
      await send(session, fence, [...changes, ...confirm], count);
      throw new CutShort(changes.length + confirm.length);
    },
    close: () => session.close(),
  };
}
