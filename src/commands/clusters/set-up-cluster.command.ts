import { z } from 'zod';
import { loadLedger } from '../../engine/load-ledger.js';
import { planChange } from '../../plan/plan-change.js';
import { introduced } from '../../rules/introduced.js';
import { judge } from '../../rules/judge.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { acknowledge, expectedVersion, keyed, prove } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { proofsAfterChange, withProofs } from '../proofs/with-proofs.js';
import { acknowledgedByInput } from '../revisions/acknowledged-subjects.js';
import { enforce, keepAcknowledgements, loadAcknowledgements } from '../revisions/enforce.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { factsOfWork } from '../revisions/facts-of-work.js';
import { holdAddresses } from '../revisions/hold-addresses.js';
import { versionConflict } from '../revisions/not-found.js';
import { withLooks } from '../revisions/with-looks.js';

const input = z.strictObject({ ...keyed, clusterId: globalRef('Cluster'), expectedVersion, acknowledge, prove });

/** Makes the declared cluster true on its hosts. Judged in full before anything is touched, as if nothing were there yet. */
export const setUpCluster: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'setUpCluster',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  tellsRefusal: ({ clusterId }) => clusterId,
  async perform(work, { clusterId, expectedVersion: expected, acknowledge: given, prove: isProved }) {
    const { sql, caller } = work;
    const { tenantId, tokenId } = caller;
    const cluster = await ownCluster(work, clusterId);
    if (expected != null && expected !== cluster.revision) throw versionConflict(cluster.revision);
    await holdAddresses(sql, tenantId, cluster.spec.core);
    const facts = await factsOfWork(work, cluster.spec);
    const findings = judge(cluster.spec, facts, ['declared', 'before'], {
      draft: false,
      clusterId,
      revision: cluster.revision,
    });
    const acknowledged = acknowledgedByInput(given, cluster.spec, facts, findings);
    const earlier = await loadAcknowledgements(sql, tenantId, clusterId);
    enforce(introduced(findings, []), [...earlier, ...acknowledged], () => ['clusterId']);
    await keepAcknowledgements(sql, tenantId, clusterId, tokenId, acknowledged);
    const change = withLooks(planChange(cluster.spec, await loadLedger(sql, tenantId, clusterId)), cluster);
    const kinds = isProved ? proofsAfterChange(cluster.spec) : [];
    const plan = withProofs(change, cluster.spec, kinds, work.ids.nonce(8));
    const target = { kind: 'Cluster', id: clusterId } as const;
    const operation = await startOperation(work, {
      kind: 'SET_UP_CLUSTER',
      lock: 'EXCLUSIVE',
      lockKeys: [],
      target,
      clusterId,
      revision: cluster.revision,
      plan,
    });
    if (plan.tasks.length > 0) {
      await sql.execute(`UPDATE cluster SET state = 'SETTING_UP' WHERE tenant_id = $1 AND id = $2`, [
        tenantId,
        clusterId,
      ]);
    }
    return { ids: { cluster: clusterId, operation }, target, planned: { plan, findings } };
  },
};
