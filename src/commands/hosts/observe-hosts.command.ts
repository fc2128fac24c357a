import { z } from 'zod';
import type { Secret } from '../../domain/secret.js';
import { planHostKey, planObserve } from '../../plan/plan-observe.js';
import type { AskedUnit } from '../../plan/plan.js';
import type { Command, Work } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed, secretText } from '../mutation-input.js';
import { startOperation } from '../operations/start-operation.js';
import { asksOf } from '../plans/asks-of.js';
import { confirmHostKey as askToConfirm } from '../../rules/remedy.js';
import { admit, performPlanned } from '../plans/perform-planned.js';
import { longestToken, shownAt } from '../plans/plan-token.js';
import { withOutdated } from '../plans/with-outdated.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { asksOfLooks } from './asks-of-looks.js';

const input = z.strictObject({
  ...keyed,
  hostIds: z.array(globalRef('Host')).min(1).max(100),
  /** Token of a plan that is to be told more exactly. */
  plan: secretText(1, longestToken).nullish(),
  /** As remedies name them. */
  looks: z
    .array(z.strictObject({ hostId: globalRef('Host'), probe: z.string().max(4_000) }))
    .max(10_000)
    .default([]),
});

const hostRow = z.object({
  ...{ id: z.uuid(), name: z.string(), access: z.string(), state: z.string() },
  offered_sha256: z.string().nullable(),
});

/**
 * By host: what the units of a plan look at, and what is too old by now of what it was judged by. Nothing of the plan is done, and it is
 * judged by what counted when it was shown: it is asked about since that counts no more.
 */
async function asksOfPlan(work: Work, token: Secret): Promise<ReadonlyMap<string, readonly AskedUnit[]>> {
  const content = admit(work, token.reveal(), 'plan');
  const { started, outdated } = await performPlanned(work, content, () => false, shownAt(content));
  return withOutdated(started === null ? new Map() : asksOf(started.decided), outdated);
}

/** Looks at hosts without changing anything, and stores what they show as facts. One that never showed its key is asked for that. */
export const observeHosts: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'observeHosts',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { hostIds, plan: token, looks }) {
    const { sql, caller } = work;
    const hosts = await sql.query(
      `SELECT h.id, h.name, h.access, h.state, h.offered_sha256 FROM host h WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[]) AND ($3::uuid IS NULL
         OR EXISTS (SELECT FROM member m WHERE m.tenant_id = h.tenant_id AND m.host_id = h.id AND m.cluster_id = $3)
         OR EXISTS (SELECT FROM database_server d JOIN cluster c ON c.tenant_id = d.tenant_id AND c.id = $3
           JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
           WHERE d.tenant_id = h.tenant_id AND d.host_id = h.id AND r.core->'databaseServers' ? d.id::text))`,
      [caller.tenantId, hostIds, caller.clusterId],
      hostRow,
    );
    const missing = hostIds.findIndex((id) => !hosts.some((host) => host.id === id));
    if (missing !== -1) throw notFound('Host', 'hostIds', String(missing));
    const unconfirmed = hosts.find(
      ({ state, offered_sha256 }) => state === 'KEY_UNCONFIRMED' && offered_sha256 !== null,
    );
    if (unconfirmed !== undefined) {
      const { id, name, offered_sha256: offered } = unconfirmed;
      const message = `Confirm the key of ${name} first (confirmHostKey).`;
      throw refused('WRONG_STATE', message, ['hostIds', String(hostIds.indexOf(id))], {
        remedies: [askToConfirm(id, name, offered ?? '')],
      });
    }
    const appliance = hosts.find(({ access }) => access === 'NONE');
    if (appliance !== undefined) {
      const message = `${appliance.name} is an appliance, to which nobody logs in: look at the hosts that use it, and prove what they find there (proveCluster).`;
      throw refused('WRONG_STATE', message, ['hostIds', String(hostIds.indexOf(appliance.id))]);
    }
    const target = { kind: 'Host', id: hostIds[0] ?? '' } as const;
    const keyless = new Set(hosts.filter(({ state }) => state === 'KEY_UNCONFIRMED').map(({ id }) => id));
    const ofPlan = token == null ? new Map<string, readonly AskedUnit[]>() : await asksOfPlan(work, token);
    const ofLooks = asksOfLooks(looks, hosts);
    const toLookAt = planObserve(
      hostIds.filter((id) => !keyless.has(id)),
      new Map(hostIds.map((id) => [id, [...(ofPlan.get(id) ?? []), ...(ofLooks.get(id) ?? [])]])),
    );
    const plan = { tasks: [...planHostKey(hostIds.filter((id) => keyless.has(id))).tasks, ...toLookAt.tasks] };
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
