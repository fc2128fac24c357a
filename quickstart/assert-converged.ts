import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from './api-client.js';
import { tasksOf } from './tasks-of.js';

const started = z.object({ operation: z.object({ id: z.string() }) });

type Follow = (operationId: string) => Promise<void>;
type Tasks = Awaited<ReturnType<typeof tasksOf>>;

function stepsOf(tasks: Tasks): number {
  return tasks.reduce((sum, task) => sum + task.steps.nodes.length, 0);
}

/** Converges the accepted value again: every step must find its host as it left it. */
export async function assertUnchanged(client: ApiClient, clusterId: string, follow: Follow): Promise<Tasks> {
  const { operation } = await client.mutate(
    'repairCluster',
    'RepairClusterInput',
    'operation { id }',
    { idempotencyKey: randomUUID(), clusterId },
    started,
  );
  await follow(operation.id);
  const all = await tasksOf(client, operation.id);
  const changed = all.flatMap(({ host, steps }) =>
    steps.nodes
      .filter(({ outcome }) => outcome !== 'UNCHANGED')
      .map(({ kind, subject, outcome, summary }) => `${host.name}: ${kind} ${subject} is ${outcome}: ${summary}`),
  );
  if (changed.length > 0) throw new Error(`a converged cluster was changed again: ${changed.join('; ')}`);
  if (stepsOf(all) === 0) throw new Error('converging the cluster looked at no step');
  return all;
}

/** The same, in one round trip per task: of hosts on which nothing is under way any more. */
export async function assertConverged(client: ApiClient, clusterId: string, follow: Follow): Promise<string> {
  const all = await assertUnchanged(client, clusterId, follow);
  const talkative = all.filter(({ roundTrips }) => roundTrips !== 1);
  if (talkative.length > 0) {
    throw new Error(
      `more than one round trip: ${talkative.map(({ host, kind, roundTrips }) => `${host.name} ${kind} ${roundTrips}`).join(', ')}`,
    );
  }
  return `${stepsOf(all)} steps in ${all.length} tasks, all UNCHANGED, one round trip each`;
}

const plan = z.object({ plan: z.object({ tasks: z.array(z.unknown()) }) });

/** The same mutation again must have nothing to do. */
export async function assertNothingToDo(client: ApiClient, clusterId: string): Promise<string> {
  const answer = await client.mutate(
    'setUpCluster',
    'SetUpClusterInput',
    'plan { tasks { kind } }',
    { idempotencyKey: randomUUID(), clusterId, validateOnly: true },
    plan,
  );
  if (answer.plan.tasks.length > 0) throw new Error(`setting up again would do ${answer.plan.tasks.length} tasks`);
  return 'setting up again: an empty plan';
}
