import type { Plan, PlannedTask } from '../../plan/plan.js';
import type { Proof, ProofContext } from '../../proofs/proof.js';

/** One task for each act: what the acts of one proof wait for is another task, on whichever host. */
export function planProofs(proofs: readonly Proof[], context: ProofContext): Plan {
  const tasks: PlannedTask[] = [];
  for (const proof of proofs) {
    const before = tasks.length;
    for (const { hostId, trial, after } of proof.acts(context)) {
      const { kind, version, input } = trial;
      const unit = { key: proof.kind, input, planned: null };
      tasks.push({
        ...{ hostId, kind: 'PROOF', phase: 'SERVICES' },
        steps: [{ kind, version, key: proof.kind, direction: 'MAKE', units: [unit] }],
        needs: after.map((position) => before + position),
      });
    }
  }
  return { tasks };
}
