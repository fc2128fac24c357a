import { z } from 'zod';
import type { Command } from '../command.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { refused } from '../user-error.js';
import { acknowledged } from './acknowledged.js';

const input = z.strictObject(acknowledged);

/**
 * Takes an acknowledgement back: where the warning holds, it refuses again. What was accepted meanwhile stays. A name may be of what the
 * cluster does not have any more.
 */
export const withdrawAcknowledgement: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'withdrawAcknowledgement',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { clusterId, rule, subject: said }) {
    const { sql, caller } = work;
    await ownCluster(work, clusterId);
    const rows = await sql.execute(
      `DELETE FROM acknowledgement WHERE tenant_id = $1 AND cluster_id = $2 AND rule_id = $3 AND (subject = $4 OR subject IN (
         SELECT 'Host ' || id FROM host WHERE tenant_id = $1 AND 'Host ' || name = $4
         UNION ALL
         SELECT 'DatabaseServer ' || id FROM database_server WHERE tenant_id = $1 AND 'DatabaseServer ' || name = $4
         UNION ALL
         SELECT 'Account ' || id FROM account WHERE tenant_id = $1 AND cluster_id = $2 AND 'Account ' || name = $4))`,
      [caller.tenantId, clusterId, rule, said],
    );
    if (rows === 0) {
      const message = `Nobody acknowledged ${rule} for "${said}" in this cluster; its compliance lists what was acknowledged.`;
      throw refused('NOT_FOUND', message, ['subject']);
    }
    return { ids: { cluster: clusterId }, target: { kind: 'Cluster', id: clusterId } };
  },
};
