import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';

const query = `query Found($id: ID!, $rules: [ID!]) { cluster(id: $id) { compliance { findings(first: 100, ruleId: $rules) {
  nodes { subject verdict messageCode message moment evidence { probe stdout } remedies { command } } } } } }`;
const finding = z.object({
  ...{ subject: z.string(), verdict: z.string(), messageCode: z.string(), message: z.string(), moment: z.string() },
  evidence: z.array(z.object({ probe: z.string(), stdout: z.string() })),
  remedies: z.array(z.object({ command: z.string().nullable() })),
});
const asked = z.object({
  cluster: z.object({ compliance: z.object({ findings: z.object({ nodes: z.array(finding) }) }) }),
});

export type FoundByRule = z.output<typeof finding>;

/** What the API tells of a cluster by one rule: of once our steps ran, or of before. */
export async function foundByRule(
  client: ApiClient,
  clusterId: string,
  rule: string,
  at: 'before' | 'after' = 'after',
): Promise<readonly FoundByRule[]> {
  const { cluster } = await client.request(query, { id: clusterId, rules: [rule] }, asked);
  return cluster.compliance.findings.nodes.filter(({ moment }) => moment === at);
}
