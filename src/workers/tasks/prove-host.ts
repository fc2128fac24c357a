import type { Claim } from '../../engine/claim-task.js';
import type { HeldLease } from '../../engine/hold-lease.js';
import { giveBack, recordFault } from '../../engine/record-fault.js';
import { wasCancelled } from '../../engine/own-claim.js';
import { recordTrial } from '../../engine/record-trial.js';
import { HostFault } from '../../ports/host-fault.js';
import type { Answer } from '../../probes/probe.js';
import type { Trial } from '../../proofs/trial.js';
import type { Crew } from './crew.js';
import { inSession, type RoundTrips } from './in-session.js';
import { loadTrial } from './load-trial.js';
import { logInFrom } from './log-in-from.js';
import { staleFault } from './stale-fault.js';
import type { VisitOutcome } from './visit-outcome.js';

/** Carries out one trial of a proof on its host, under the host's fence, and stores what it showed. */
export async function proveHost(crew: Crew, claim: Claim, lease: HeldLease, trips: RoundTrips): Promise<VisitOutcome> {
  const { step, trial } = await loadTrial(crew.database, claim);
  crew.failpoint('trial.loaded');
  if (!lease.held() || crew.stopping() || (await wasCancelled(crew.database, claim))) {
    await giveBack(crew, claim);
    return 'HANDED_BACK';
  }
  const tried =
    trial.server === null
      ? await tryInShell(crew, claim, trial, trips)
      : await logInFrom(crew, claim, trial.question, trial.server, trips);
  if ('hostFence' in tried) {
    await recordFault(crew, claim, staleFault(claim, tried.hostFence), 0, trips.count);
    return 'STALE';
  }
  crew.failpoint('trial.tried');
  const shown = { probe: { id: trial.factId, question: trial.question }, answer: tried };
  await recordTrial(crew, claim, { step, summary: trial.summary(tried), shown }, trips.count);
  return 'RECORDED';
}

async function tryInShell(
  crew: Crew,
  claim: Claim,
  { question }: Trial,
  trips: RoundTrips,
): Promise<Answer | { readonly hostFence: number }> {
  if (question.via !== 'shell') throw new TypeError(`a trial via ${question.via} names no server`);
  const argv = ['sh', '-c', question.script, 'hostwright-proof', ...question.args] as const;
  const run = await inSession(crew, claim, trips, (session) =>
    session.change(Number(claim.fence), [{ changes: [{ do: 'run', argv }], after: [] }]),
  );
  if (run.is === 'busy') throw new HostFault('BUSY', 'a change of ours still runs on the host');
  if (run.is === 'stale') return { hostFence: run.hostFence };
  const [unit] = run.units;
  if (unit?.is !== 'ran') throw new HostFault('TRANSIENT', 'the connection ended during a trial');
  return unit.output;
}
