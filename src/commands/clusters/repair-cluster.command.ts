import { z } from 'zod';
import { loadLedger } from '../../engine/load-ledger.js';
import { planRepair } from '../../plan/plan-repair.js';
import { judge } from '../../rules/judge.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed, prove } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { proofsAfterChange, withProofs } from '../proofs/with-proofs.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { refused } from '../user-error.js';

const input = z.strictObject({ ...keyed, clusterId: globalRef('Cluster'), prove });

/** Converges the accepted value again: every step looks and decides anew, whatever the ledger says. */
export const repairCluster: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'repairCluster',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { clusterId, prove: isProved }) {
    const { sql, caller } = work;
    const cluster = await ownCluster(work, clusterId);
    if (cluster.state === 'DRAFT') {
      throw refused('WRONG_STATE', 'The cluster is a draft; set it up first (setUpCluster).', ['clusterId']);
    }
    const ledger = await loadLedger(sql, caller.tenantId, clusterId);
    const kinds = isProved ? proofsAfterChange(cluster.spec) : [];
    const plan = withProofs(planRepair(cluster.spec, ledger), cluster.spec, kinds, work.ids.nonce(8));
    // Nothing refuses a repair: what is violated is what it may mend.
    const facts = await factsOfWork(work, cluster.spec);
    const findings = judge(cluster.spec, facts, ['declared', 'before', 'after'], { draft: false, clusterId });
    const target = { kind: 'Cluster', id: clusterId } as const;
    const operation = await startOperation(work, {
      kind: 'REPAIR_CLUSTER',
      lock: 'EXCLUSIVE',
      lockKeys: [],
      target,
      clusterId,
      revision: cluster.revision,
      plan,
    });
    return { ids: { cluster: clusterId, operation }, target, planned: { plan, findings, findingsBefore: findings } };
  },
};
