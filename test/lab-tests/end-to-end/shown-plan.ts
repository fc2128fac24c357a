import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';

const selection = 'plan { token tasks { hostId steps { kind units { subject decision } } } }';
const shown = z.object({
  token: z.string(),
  tasks: z.array(
    z.object({
      hostId: z.string(),
      steps: z.array(
        z.object({ kind: z.string(), units: z.array(z.object({ subject: z.string(), decision: z.string() })) }),
      ),
    }),
  ),
});
const started = z.object({ operation: z.object({ id: z.string() }) });

const begun = started.extend({ databasePassword: z.string().nullable() });

export type ShownPlan = z.output<typeof shown>;

/** What setting up or repairing a cluster would do, or making an account. */
export async function planOf(
  client: ApiClient,
  mutation: 'setUpCluster' | 'repairCluster' | 'createAccount',
  { clusterId, ...account }: { readonly clusterId: string; readonly name?: string; readonly database?: object },
): Promise<ShownPlan> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const input = { idempotencyKey: randomUUID(), clusterId, ...account, validateOnly: true };
  return (await client.mutate(mutation, type, selection, input, z.object({ plan: shown }))).plan;
}

/** Decisions that a plan has of its units, each once. */
export function decisionsOf({ tasks }: ShownPlan): readonly string[] {
  return [
    ...new Set(tasks.flatMap(({ steps }) => steps.flatMap(({ units }) => units.map(({ decision }) => decision)))),
  ];
}

/** Looks at everything that the steps of a plan read on their hosts; the id of the operation. */
export async function lookFor(client: ApiClient, { token, tasks }: ShownPlan): Promise<string> {
  const hostIds = [...new Set(tasks.map(({ hostId }) => hostId))];
  const input = { idempotencyKey: randomUUID(), hostIds, plan: token };
  return (await client.mutate('observeHosts', 'ObserveHostsInput', 'operation { id }', input, started)).operation.id;
}

/** Carries a plan out as it was shown; the id of the operation. */
export async function applyPlan(
  client: ApiClient,
  plan: ShownPlan,
  idempotencyKey: string = randomUUID(),
): Promise<string> {
  return (await applied(client, plan, idempotencyKey)).operation.id;
}

/** The same of a plan that makes an account with a database; its password, too. */
export async function applyWithPassword(
  client: ApiClient,
  plan: ShownPlan,
): Promise<{ readonly operationId: string; readonly password: string }> {
  const { operation, databasePassword } = await applied(client, plan, randomUUID());
  return { operationId: operation.id, password: z.string().parse(databasePassword) };
}

async function applied(
  client: ApiClient,
  { token }: ShownPlan,
  idempotencyKey: string,
): Promise<z.output<typeof begun>> {
  const input = { idempotencyKey, token };
  return client.mutate('applyPlan', 'ApplyPlanInput', 'operation { id } databasePassword', input, begun);
}
