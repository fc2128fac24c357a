import { z } from 'zod';
import { ask, type Api } from './ask.js';
import { remedy } from './remedy.js';

const violated = z.object({
  totalCount: z.int(),
  nodes: z.array(
    z.object({
      rule: z.object({ id: z.string() }),
      subjectName: z.string(),
      message: z.string(),
      remedies: z.array(remedy),
      /** Nobody looked since the operation that failed began, which may have mended it; left out where that is not so. */
      isFromBefore: z.literal(true).optional(),
    }),
  ),
});
export type Violated = z.output<typeof violated>;
const foundFinding = violated.shape.nodes.element.extend({
  subjectNode: z.object({ id: z.string() }).nullish(),
  evidence: z.array(z.object({ observedAt: z.coerce.date().nullable() })).default([]),
});
const foundViolated = violated.extend({ nodes: z.array(foundFinding) });
const nothing: Violated = { totalCount: 0, nodes: [] };

/** What is wrong, beside its failure, in the cluster that an operation is about. */
export interface WhatIsWrong {
  /** Errors, but for what doing it again makes right. */
  readonly violated: Violated;
  /** Errors that what a failed operation left undone may mend. */
  readonly undone: Violated;
  /** Warnings that nobody acknowledged, but for what doing it again makes right. */
  readonly warnings: Violated;
  /** What a failed operation left undone, since what it needs failed. */
  readonly givenUp: GivenUp;
}
interface GivenUp {
  /** Names, in their order. */
  readonly hosts: readonly string[];
  /** What it is on each of them. */
  readonly steps: readonly StepsOfHost[];
  /** Whether those hosts are all. */
  readonly isAll: boolean;
}
interface StepsOfHost {
  readonly host: string;
  /** Each with what it is about, where people know that; in the order of the plan. */
  readonly first: readonly string[];
  /** How many steps there are behind those. */
  readonly others: number;
}
const none: GivenUp = { hosts: [], steps: [], isAll: true };
export const nothingWrong: WhatIsWrong = { violated: nothing, undone: nothing, warnings: nothing, givenUp: none };

/** So many are told of each sort; the API has all. */
export const mostViolated = 5;
/** Most of what is violated after a failure is what was left undone; the rest is sought behind that. */
const mostSought = 100;
/** Of a host; the API has all. */
const mostSteps = 3;
/** Members of a set, as accounts are, share steps that are called by two digits of a hash. */
const isOfSet = /^[0-9a-f]{2}$/;
/** Kinds that make a whole cluster true: what they left undone violates requirements until they are done again. */
const makeTrue: ReadonlySet<string> = new Set(['SET_UP_CLUSTER', 'REPAIR_CLUSTER', 'APPLY_CLUSTER']);

const cancelledSteps = z.object({
  totalCount: z.int(),
  nodes: z.array(z.object({ kind: z.string(), subject: z.string() })),
});
const cancelledTasks = z.object({
  totalCount: z.int(),
  nodes: z.array(
    z.object({ kind: z.string(), host: z.object({ name: z.string() }).nullable(), steps: cancelledSteps }),
  ),
});
const answered = z.object({
  operation: z
    .object({
      startedAt: z.coerce.date().nullish(),
      violated: foundViolated,
      warnings: foundViolated,
      tasks: cancelledTasks,
    })
    .nullable(),
});

interface Ended {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly canRetry: boolean;
}

/** Asks what is wrong where an operation has ended; of one that somebody cancelled nothing is told. */
export async function whatIsWrong(
  api: Api,
  { id, kind, state, canRetry }: Ended,
  deadline: AbortSignal,
): Promise<WhatIsWrong> {
  if (state !== 'SUCCEEDED' && state !== 'FAILED') return nothingWrong;
  const most = state === 'FAILED' ? mostSought : mostViolated;
  const findings =
    'totalCount nodes { rule { id } subjectName subjectNode { id } message evidence { observedAt } remedies { title mutation input command hostId } }';
  const query = `query Violated($id: ID!) { operation(id: $id) { startedAt
    violated(first: ${most}, severity: [ERROR]) { ${findings} } warnings: violated(first: ${most}, severity: [WARNING]) { ${findings} }
    tasks(first: ${mostSought}, state: CANCELLED) { totalCount nodes { kind host { name } steps(first: ${mostSteps}) { totalCount nodes { kind subject } } } } } }`;
  const { operation } = await ask(api, query, { id }, answered, deadline);
  if (operation === null) return nothingWrong;
  const { startedAt } = operation;
  const isOld = ({ evidence }: z.output<typeof foundFinding>): boolean =>
    state === 'FAILED' &&
    startedAt != null &&
    evidence.length > 0 &&
    evidence.every(({ observedAt }) => observedAt !== null && observedAt < startedAt);
  const [errors, warnings] = [operation.violated, operation.warnings].map(({ totalCount, nodes }) => ({
    totalCount,
    nodes: nodes.map((one) => ({ ...sayingWhere(one), ...(isOld(one) ? { isFromBefore: true as const } : {}) })),
  }));
  if (errors === undefined || warnings === undefined) return nothingWrong;
  const givenUp = givenUpBy(operation.tasks);
  const isLeft = state === 'FAILED' && canRetry && makeTrue.has(kind);
  if (!isLeft) return { violated: errors, undone: nothing, warnings, givenUp };
  return { ...apart(errors), warnings: apart(warnings).violated, givenUp };
}

/** A command that is run on the host that the finding is of says so, since several hosts may be told the same. */
export function sayingWhere({
  subjectNode,
  evidence: _,
  ...finding
}: z.output<typeof foundFinding>): Violated['nodes'][number] {
  const { subjectName } = finding;
  const remedies = finding.remedies.map((one) => {
    const isOfSubject = one.command !== null && one.hostId != null && one.hostId === subjectNode?.id;
    return isOfSubject && !one.title.includes(subjectName) ? { ...one, title: `On ${subjectName}: ${one.title}` } : one;
  });
  return { ...finding, remedies };
}

/** What was only to be looked at or tried is not left undone. */
function givenUpBy({ totalCount, nodes }: z.output<typeof cancelledTasks>): GivenUp {
  const tasks = nodes.flatMap(({ kind, host, steps }) =>
    kind === 'STEPS' && host !== null ? [{ host: host.name, steps }] : [],
  );
  const hosts = [...new Set(tasks.map(({ host }) => host))].toSorted();
  const steps = hosts.map((host) =>
    stepsOf(
      host,
      tasks.flatMap((task) => (task.host === host ? [task.steps] : [])),
    ),
  );
  return { hosts, steps, isAll: totalCount === nodes.length };
}

function stepsOf(host: string, tasks: readonly z.output<typeof cancelledSteps>[]): StepsOfHost {
  const named = tasks.flatMap(({ nodes }) =>
    nodes.map(({ kind, subject }) => (isOfSet.test(subject) ? kind : `${kind} ${subject}`)),
  );
  const first = [...new Set(named)].slice(0, mostSteps);
  const told = named.filter((step) => first.includes(step)).length;
  return { host, first, others: tasks.reduce((all, task) => all + task.totalCount, 0) - told };
}

/** What making the cluster true does not mend, and what it does; that is counted, too, of which too much is violated to be sought. */
function apart({ totalCount, nodes }: Violated): Pick<WhatIsWrong, 'violated' | 'undone'> {
  const isUndone = ({ remedies }: Violated['nodes'][number]): boolean => remedies[0]?.mutation === 'repairCluster';
  const besides = nodes.filter((one) => !isUndone(one));
  return {
    violated: { totalCount: besides.length, nodes: besides },
    undone: { totalCount: totalCount - besides.length, nodes: nodes.filter(isUndone) },
  };
}
