import { z } from 'zod';
import type { Command } from '../command.js';
import { withSubjectIds } from '../revisions/acknowledged-subjects.js';
import { loadFacts } from '../revisions/load-facts.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { refused } from '../user-error.js';
import { acknowledged } from './acknowledged.js';

const input = z.strictObject(acknowledged);

/** Takes an acknowledgement back: where the warning holds, it refuses again. What was accepted meanwhile stays. */
export const withdrawAcknowledgement: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'withdrawAcknowledgement',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { clusterId, rule, subject: said }) {
    const { sql, caller } = work;
    const { spec } = await ownCluster(work, clusterId);
    const facts = await loadFacts(sql, caller, spec);
    const [{ subject } = { subject: said }] = withSubjectIds([{ subject: said }], spec, facts);
    const rows = await sql.execute(
      'DELETE FROM acknowledgement WHERE tenant_id = $1 AND cluster_id = $2 AND rule_id = $3 AND subject = $4',
      [caller.tenantId, clusterId, rule, subject],
    );
    if (rows === 0) {
      const message = `Nobody acknowledged ${rule} for "${said}" in this cluster; its compliance lists what was acknowledged.`;
      throw refused('NOT_FOUND', message, ['subject']);
    }
    return { ids: { cluster: clusterId }, target: { kind: 'Cluster', id: clusterId } };
  },
};
