import { z } from 'zod';
import { planObserve } from '../../plan/plan-observe.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';

const input = z.strictObject({ ...keyed, hostIds: z.array(globalRef('Host')).min(1).max(100) });

const hostRow = z.object({ id: z.uuid(), name: z.string(), state: z.string() });

/** Looks at hosts without changing anything, and stores what they show as facts. */
export const observeHosts: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'observeHosts',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { hostIds }) {
    const { sql, caller } = work;
    const hosts = await sql.query(
      `SELECT h.id, h.name, h.state FROM host h WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[]) AND ($3::uuid IS NULL
         OR EXISTS (SELECT FROM member m WHERE m.tenant_id = h.tenant_id AND m.host_id = h.id AND m.cluster_id = $3)
         OR EXISTS (SELECT FROM database_server d JOIN cluster c ON c.tenant_id = d.tenant_id AND c.id = $3
           JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
           WHERE d.tenant_id = h.tenant_id AND d.host_id = h.id AND r.core->'databaseServers' ? d.id::text))`,
      [caller.tenantId, hostIds, caller.clusterId],
      hostRow,
    );
    const missing = hostIds.findIndex((id) => !hosts.some((host) => host.id === id));
    if (missing !== -1) throw notFound('Host', 'hostIds', String(missing));
    const unconfirmed = hosts.find(({ state }) => state === 'KEY_UNCONFIRMED');
    if (unconfirmed !== undefined) {
      throw refused('WRONG_STATE', `Confirm the key of ${unconfirmed.name} first (confirmHostKey).`, [
        'hostIds',
        String(hostIds.indexOf(unconfirmed.id)),
      ]);
    }
    const target = { kind: 'Host', id: hostIds[0] ?? '' } as const;
    const plan = planObserve(hostIds);
    const operation = await startOperation(work, {
      kind: 'OBSERVE_HOSTS',
      lock: 'NONE',
      lockKeys: [],
      target,
      // So that a token for one cluster may follow what it started.
      clusterId: caller.clusterId,
      revision: null,
      plan,
    });
    return { ids: { operation }, target, planned: { plan, findings: [] } };
  },
};
