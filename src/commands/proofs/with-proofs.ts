import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Plan, PlannedTask } from '../../plan/plan.js';
import type { ProofKind } from '../../proofs/proof.js';
import { proofRegistry } from '../../proofs/registry.js';
import { planProofs } from './plan-proofs.js';

/** The proofs of a cluster that is set up which nobody has to watch from outside. */
export function proofsAfterChange(spec: ClusterSpec): readonly ProofKind[] {
  return proofRegistry.flatMap(({ kind, needsVantage, notApplicable }) =>
    needsVantage || notApplicable(spec) !== null ? [] : [kind],
  );
}

/**
 * The same plan with trials behind it of what no look can show. Each begins once its host, and whoever serves others, are as they shall
 * be: to wait for every host of a large cluster would take as many needs as it has pairs of hosts.
 * @param nonce lower case hex digits, new for every run
 */
export function withProofs(plan: Plan, spec: ClusterSpec, kinds: readonly ProofKind[], nonce: string): Plan {
  if (kinds.length === 0) return plan;
  const proofs = proofRegistry.filter((proof) => kinds.includes(proof.kind) && proof.notApplicable(spec) === null);
  const { tasks } = planProofs(proofs, { spec, vantage: null, nonce });
  const servers = new Set([
    ...spec.core.members.flatMap(({ hostId, role }) => (role === 'NODE' ? [] : [hostId])),
    ...spec.databaseServers.map(({ hostId }) => hostId),
  ]);
  const ofHost = new Map<string, readonly number[]>();
  for (const [position, { hostId }] of plan.tasks.entries()) ofHost.set(hostId, [...positions(hostId), position]);
  const ofServers = [...servers].flatMap(positions);
  function positions(hostId: string): readonly number[] {
    return ofHost.get(hostId) ?? [];
  }
  const behind = (task: PlannedTask): PlannedTask => {
    const own = servers.has(task.hostId) ? [] : positions(task.hostId);
    const others = task.needs.map((position) => position + plan.tasks.length);
    return { ...task, needs: [...ofServers, ...own, ...others].toSorted((one, other) => one - other) };
  };
  return { tasks: [...plan.tasks, ...tasks.map(behind)] };
}
