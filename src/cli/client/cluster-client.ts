import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ask, type Api } from './ask.js';
import { inParts } from './in-parts.js';
import { remedy } from './remedy.js';

const userError = z.object({
  ...{
    code: z.string(),
    message: z.string(),
    field: z.array(z.string()),
    severity: z.enum(['ERROR', 'WARNING', 'INFO']),
  },
  ...{ rule: z.object({ id: z.string() }).nullable(), remedies: z.array(remedy) },
});
export type UserError = z.output<typeof userError>;

const finding = z.object({
  ...{ rule: z.object({ id: z.string() }), subjectName: z.string(), severity: z.string(), verdict: z.string() },
  ...{ messageCode: z.string(), message: z.string() },
});
export type PlanFinding = z.output<typeof finding>;

const unit = z.object({
  ...{ subject: z.string(), decision: z.string(), summary: z.string() },
  changes: z.array(z.object({ description: z.string(), diff: z.string().nullable() })),
});
const step = z.object({ kind: z.string(), direction: z.string(), disruptive: z.boolean(), units: z.array(unit) });
const plan = z.object({
  token: z.string().nullable(),
  tasks: z.array(z.object({ hostId: z.string(), kind: z.string(), steps: z.array(step) })),
  findings: z.array(finding),
  findingsBefore: z.array(finding),
});
export type ShownPlan = z.output<typeof plan>;

const findingFields = 'rule { id } subjectName severity verdict messageCode message';
const planFields = `plan { token findings { ${findingFields} } findingsBefore { ${findingFields} }
  tasks { hostId kind steps { kind direction disruptive units { subject decision summary changes { description diff } } } } }`;
const errorFields = `userErrors { code message field severity rule { id } remedies { title mutation input command } }`;
const started = z.object({
  userErrors: z.array(userError),
  operation: z.object({ id: z.string() }).nullable(),
  databasePasswords: z.array(z.object({ account: z.string(), password: z.string() })),
});
export type Started = z.output<typeof started>;
const startedFields = `${errorFields} operation { id } databasePasswords { account password }`;

/** A manifest, whether what is a draft or new is set up too, and whether it is proved then. */
export interface Wanted {
  readonly manifest: string;
  readonly setUp: boolean;
  readonly prove: boolean;
}

/** Id of the cluster of a name. */
export async function clusterNamed(api: Api, name: string): Promise<string | undefined> {
  const shape = z.object({ clusterByName: z.object({ id: z.string() }).nullable() });
  const query = 'query Named($name: String!) { clusterByName(name: $name) { id } }';
  return (await ask(api, query, { name }, shape)).clusterByName?.id;
}

/** Names of the first clusters that the token may see. */
export async function clusterNames(api: Api): Promise<readonly string[]> {
  const shape = z.object({ clusters: z.object({ nodes: z.array(z.object({ name: z.string() })) }) });
  return (await ask(api, '{ clusters(first: 100) { nodes { name } } }', {}, shape)).clusters.nodes.map(
    ({ name }) => name,
  );
}

/** The manifest of a cluster; null where there is none. */
export async function exportedManifest(api: Api, clusterId: string, format: 'YAML' | 'JSON'): Promise<string | null> {
  const query = 'query Export($clusterId: ID!, $format: ManifestFormat!) { exportCluster(clusterId: $clusterId, format: $format) }'; // prettier-ignore
  return (await ask(api, query, { clusterId, format }, z.object({ exportCluster: z.string().nullable() })))
    .exportCluster;
}

/** What applying a manifest would do, or why it would be refused. */
export async function planOf(
  api: Api,
  wanted: Wanted,
): Promise<{ readonly userErrors: readonly UserError[]; readonly plan: ShownPlan | null }> {
  const query = `mutation Plan($input: ApplyClusterInput!) { applyCluster(input: $input) { ${errorFields} ${planFields} } }`;
  const input = { ...wanted, validateOnly: true, idempotencyKey: randomUUID() };
  const shape = z.object({ applyCluster: z.object({ userErrors: z.array(userError), plan: plan.nullable() }) });
  return (await ask(api, query, { input }, shape)).applyCluster;
}

/** What a look asks beside the usual: what the steps of a plan read, or what a refusal named. */
export interface Besides {
  readonly plan?: string;
  readonly looks?: readonly { readonly hostId: string; readonly probe: string }[];
}

/** Looks at hosts; the operation that does. */
export async function lookFor(api: Api, hostIds: readonly string[], besides: Besides): Promise<string> {
  const query = `mutation Look($input: ObserveHostsInput!) { observeHosts(input: $input) { operation { id } } }`;
  const shape = z.object({ observeHosts: z.object({ operation: z.object({ id: z.string() }) }) });
  const input = { hostIds, ...besides, idempotencyKey: randomUUID() };
  return (await ask(api, query, { input }, shape)).observeHosts.operation.id;
}

/** Carries out a plan as it was shown. */
export async function carryOut(api: Api, token: string): Promise<Started> {
  const query = `mutation Apply($input: ApplyPlanInput!) { applyPlan(input: $input) { ${startedFields} } }`;
  const input = { token, idempotencyKey: randomUUID() };
  return (await ask(api, query, { input }, z.object({ applyPlan: started }))).applyPlan;
}

/** Names of hosts by their ids. */
export async function hostNames(api: Api, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const query = 'query Hosts($ids: [ID!]!) { nodes(ids: $ids) { id ... on Host { name } } }';
  const shape = z.object({ nodes: z.array(z.object({ id: z.string(), name: z.string() }).nullable()) });
  const answers = await Promise.all(inParts(ids).map((part) => ask(api, query, { ids: part }, shape)));
  const nodes = answers.flatMap((answer) => answer.nodes);
  return new Map(nodes.flatMap((node) => (node === null ? [] : [[node.id, node.name] as const])));
}
