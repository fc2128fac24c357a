import { z } from 'zod';
import type { ApiClient } from './api-client.js';

const task = z.object({
  kind: z.string(),
  roundTrips: z.number(),
  host: z.object({ name: z.string() }),
  steps: z.object({
    nodes: z.array(z.object({ kind: z.string(), subject: z.string(), outcome: z.string(), summary: z.string() })),
  }),
});
const tasks = z.object({ operation: z.object({ tasks: z.object({ nodes: z.array(task) }) }) });

/** What an operation did on each host. */
export async function tasksOf(client: ApiClient, operationId: string): Promise<readonly z.infer<typeof task>[]> {
  const { operation } = await client.request(
    `query Tasks($id: ID!) { operation(id: $id) { tasks(first: 100) { nodes {
       kind roundTrips host { name } steps(first: 100) { nodes { kind subject outcome summary } } } } } }`,
    { id: operationId },
    tasks,
  );
  return operation.tasks.nodes;
}
