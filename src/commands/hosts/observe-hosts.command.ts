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
  forClusterTokens: false,
  input,
  async perform(work, { hostIds }) {
    const { sql, caller } = work;
    const hosts = await sql.query(
      'SELECT id, name, state FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
      [caller.tenantId, hostIds],
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
      clusterId: null,
      revision: null,
      plan,
    });
    return { ids: { operation }, target, planned: { plan, findings: [] } };
  },
};
