import { databaseLoginProof } from './database/database-login.proof.js';
import { directAnswerProof } from './network/direct-answer.proof.js';
import { forwardedPortsProof } from './network/forwarded-ports.proof.js';
import { keptPrivateProof } from './network/kept-private.proof.js';
import type { Proof } from './proof.js';
import { lockRaceProof } from './storage/lock-race.proof.js';
import { quotaRefusedProof } from './storage/quota-refused.proof.js';
import { trialMountProof } from './storage/trial-mount.proof.js';
import type { TrialKind } from './trial.js';

/** Every proof, in the order in which they are best run. */
export const proofRegistry: readonly Proof[] = [
  trialMountProof,
  lockRaceProof,
  quotaRefusedProof,
  databaseLoginProof,
  forwardedPortsProof,
  directAnswerProof,
  keptPrivateProof,
];

const byKind = new Map(proofRegistry.flatMap(({ trials }) => trials.map((trial) => [trial.kind, trial] as const)));

/** The trial of a kind; an unknown one was written by newer code, which alone can carry it out. */
export function trialOfKind(kind: string): TrialKind | undefined {
  return byKind.get(kind);
}
