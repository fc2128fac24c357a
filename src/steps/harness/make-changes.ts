import type { Changing } from './conclusion.js';
import type { ChangeRun, HostSession } from './host-session.js';
import { waitsFor } from './waits-for.js';

/** Makes the changes of all units in one round trip; a commit-confirmed one is alone and takes two connections. */
export async function makeChanges(
  session: HostSession,
  fence: number,
  changing: readonly Changing[],
): Promise<ChangeRun> {
  const confirmed = changing.find(({ decision }) => decision.commitConfirm !== undefined);
  if (confirmed?.decision.commitConfirm === undefined) {
    return session.change(
      fence,
      changing.map((one) => ({ changes: one.decision.changes, after: waitedFor(one, changing) })),
    );
  }
  if (changing.length > 1)
    throw new TypeError(`${confirmed.unit.unit.kind} is commit-confirmed and must be alone in its task`);
  const run = await session.changeConfirmed(fence, confirmed.decision.changes, confirmed.decision.commitConfirm);
  if (run.is !== 'reverted') return run;
  const stderr = 'no way back to the host was found after the change; the host has undone it';
  return { is: 'ran', units: [{ is: 'ran', output: { exitCode: 1, stdout: '', stderr }, failedChange: 0 }] };
}

/** Indices, within what is sent, of the units that this one waits for. */
function waitedFor({ unit }: Changing, sent: readonly Changing[]): number[] {
  return sent.flatMap(({ unit: other }, index) => (waitsFor(unit, other) ? [index] : []));
}
