import { z } from 'zod';
import { proofKinds, type Proof, type ProofKind, type ProofVantage } from '../../proofs/proof.js';
import { proofRegistry } from '../../proofs/registry.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import type { LoadedCluster } from '../revisions/load-cluster.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { refused } from '../user-error.js';
import { loadVantage } from './load-vantage.js';
import { planProofs } from './plan-proofs.js';
import { proofLock } from './proof-lock.js';

const input = z.strictObject({
  ...keyed,
  clusterId: globalRef('Cluster'),
  proofs: z.array(z.enum(proofKinds)).min(1).max(proofKinds.length).nullish(),
  vantageId: globalRef('Vantage').nullish(),
});

/** Tries on the hosts what no look can show, clears up, and stores what came of it as facts. */
export const proveCluster: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'proveCluster',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { clusterId, proofs: wanted, vantageId }) {
    const cluster = await ownCluster(work, clusterId);
    const vantage = vantageId == null ? null : await loadVantage(work, vantageId);
    const chosen = wanted == null ? allOf(cluster, vantage) : theseOf(cluster, vantage, wanted);
    const plan = planProofs(chosen, { spec: cluster.spec, vantage, nonce: work.ids.nonce(8) });
    const target = { kind: 'Cluster', id: clusterId } as const;
    const operation = await startOperation(work, {
      kind: 'PROVE_CLUSTER',
      ...proofLock({ kinds: chosen.map(({ kind }) => kind), vantageId: vantageId ?? null }),
      target,
      clusterId,
      revision: null,
      plan,
    });
    return { ids: { cluster: clusterId, operation }, target, planned: { plan, findings: [] } };
  },
};

/** Why a proof has nothing to do now, and what to do about it; null where it has. */
function reasonAgainst(proof: Proof, { state, spec }: LoadedCluster, vantage: ProofVantage | null): string | null {
  if (state === 'DRAFT' && !proof.inDrafts) return 'The cluster is a draft; set it up first (setUpCluster).';
  const reason = proof.notApplicable(spec);
  if (reason !== null) return reason;
  if (!proof.needsVantage || vantage !== null) return null;
  return 'It is seen from outside only: name a vantage (vantageId; registerVantage makes one).';
}

function allOf(cluster: LoadedCluster, vantage: ProofVantage | null): readonly Proof[] {
  const chosen = proofRegistry.filter((proof) => reasonAgainst(proof, cluster, vantage) === null);
  if (chosen.length > 0) return chosen;
  const reasons = proofRegistry.map((proof) => `${proof.kind}: ${reasonAgainst(proof, cluster, vantage) ?? ''}`);
  throw refused('WRONG_STATE', `Nothing can be proved of this cluster. ${reasons.join(' ')}`, ['clusterId']);
}

function theseOf(cluster: LoadedCluster, vantage: ProofVantage | null, wanted: readonly ProofKind[]): readonly Proof[] {
  const chosen = proofRegistry.filter(({ kind }) => wanted.includes(kind));
  for (const proof of chosen) {
    const reason = reasonAgainst(proof, cluster, vantage);
    if (reason === null) continue;
    const needsVantageOnly = proof.needsVantage && vantage === null && proof.notApplicable(cluster.spec) === null;
    const field = needsVantageOnly ? ['vantageId'] : ['proofs', String(wanted.indexOf(proof.kind))];
    throw refused('WRONG_STATE', `${proof.kind}: ${reason}`, field);
  }
  return chosen;
}
