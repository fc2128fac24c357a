import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask, type Api } from './ask.js';
import { isBrokenLink, reasonOfBreak } from './broken-link.js';
import { operationEvents, type OperationEvent } from './operation-events.js';
import { remedy, type Remedy } from './remedy.js';

const otherFailure = z.object({ message: z.string(), rule: z.string().nullable(), remedies: z.array(remedy) });
const asked = z.object({
  operation: z
    .object({
      kind: z.string(),
      state: z.string(),
      canRetry: z.boolean(),
      failure: z
        .object({
          message: z.string(),
          rule: z.string().nullable(),
          remedies: z.array(remedy),
          others: z.array(otherFailure),
          untold: z.int(),
        })
        .nullable(),
    })
    .nullable(),
});
const question = `query End($id: ID!) {
  operation(id: $id) { kind state canRetry failure {
    message rule remedies { title mutation input command hostId } untold others { message rule remedies { title mutation input command hostId } }
  } }
}`;

/** States that an operation leaves only when somebody asks for it. */
const finalStates: ReadonlySet<string> = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'PARKED', 'STUCK']);
/** A stream that is silent may be one whose server is gone without a word: it is asked for anew this often. */
const longestStreamMs = 60_000;
const pauseMs = 200;

/** Kinds that make a whole cluster true: what they left undone violates requirements until they are done again. */
const makeTrue: ReadonlySet<string> = new Set(['SET_UP_CLUSTER', 'REPAIR_CLUSTER', 'APPLY_CLUSTER']);

export interface EndedOperation {
  readonly state: string;
  /** Whether retryOperation does what it left undone. */
  readonly canRetry: boolean;
  /** What it says of its failure. */
  readonly failure: string | null;
  /** The rule that is violated, where that is why. */
  readonly rule: string | null;
  /** What to do about it: the next mutation, or a command that only a person can run. */
  readonly remedies: readonly Remedy[];
  /** What failed besides, each with what is to be done about it first. */
  readonly others: readonly z.infer<typeof otherFailure>[];
  /** How much failed besides that. */
  readonly untold: number;
  /** Where it succeeded or failed, what is wrong in its cluster besides: the first errors, but for what doing it again makes right. */
  readonly violated: Violated;
}

const violated = z.object({
  totalCount: z.int(),
  nodes: z.array(
    z.object({
      rule: z.object({ id: z.string() }),
      subjectName: z.string(),
      message: z.string(),
      remedies: z.array(remedy),
    }),
  ),
});
export type Violated = z.output<typeof violated>;
const foundFinding = violated.shape.nodes.element.extend({ subjectNode: z.object({ id: z.string() }).nullish() });
const foundViolated = violated.extend({ nodes: z.array(foundFinding) });
export const nothing: Violated = { totalCount: 0, nodes: [] };
/** So many are told; the API has all. */
export const mostViolated = 5;
/** Most of what is violated after a failure is what was left undone; the rest is sought behind that. */
const mostSought = 100;
const sought: ReadonlyMap<string, number> = new Map([
  ['SUCCEEDED', mostViolated],
  ['FAILED', mostSought],
]);

async function violatedBy(api: Api, id: string, most: number, deadline: AbortSignal): Promise<Violated> {
  const query = `query Violated($id: ID!) { operation(id: $id) { violated(first: ${most}, severity: [ERROR]) {
    totalCount nodes { rule { id } subjectName subjectNode { id } message remedies { title mutation input command hostId } } } } }`;
  const shape = z.object({ operation: z.object({ violated: foundViolated }).nullable() });
  const { totalCount, nodes } = (await ask(api, query, { id }, shape, deadline)).operation?.violated ?? nothing;
  return { totalCount, nodes: nodes.map(sayingWhere) };
}

/** A command that is run on the host that the finding is of says so, since several hosts may be told the same. */
export function sayingWhere({ subjectNode, ...finding }: z.output<typeof foundFinding>): Violated['nodes'][number] {
  const { subjectName } = finding;
  const remedies = finding.remedies.map((one) => {
    const isOfSubject = one.command !== null && one.hostId != null && one.hostId === subjectNode?.id;
    return isOfSubject && !one.title.includes(subjectName) ? { ...one, title: `On ${subjectName}: ${one.title}` } : one;
  });
  return { ...finding, remedies };
}

/** Without what making the cluster true mends; of what was not sought nobody knows whether it is of that kind, so that it is not counted. */
function withoutUndone({ nodes }: Violated): Violated {
  const besides = nodes.filter(({ remedies }) => remedies[0]?.mutation !== 'repairCluster');
  return { totalCount: besides.length, nodes: besides };
}

/**
 * Follows an operation to its end. A stream that breaks, as when the server restarts, is taken up again behind the last event
 * seen.
 * @param reached told whenever the server cannot be reached any more, with the cause, and when it is reached again, with none
 * @throws what aborted the deadline, where that came first
 * @throws ApiRefusal where the API does not let us follow it
 */
export async function awaitOperation(
  api: () => Api,
  id: string,
  heard: (event: OperationEvent) => void,
  deadline: AbortSignal,
  reached: (awayFor: string | null) => void = () => undefined,
): Promise<EndedOperation> {
  let isReached = true;
  const now = (awayFor: string | null): void => {
    if ((awayFor === null) !== isReached) reached(awayFor);
    isReached = awayFor === null;
  };
  let after: string | null = null;
  for (;;) {
    const patience = AbortSignal.any([deadline, AbortSignal.timeout(longestStreamMs)]);
    let isOpen = false;
    const opened = (): void => {
      isOpen = true;
      now(null);
    };
    try {
      for await (const happened of operationEvents(api(), { id, after }, patience, opened)) {
        after = happened.cursor;
        heard(happened);
      }
      const { operation } = await ask(api(), question, { id }, asked, deadline);
      if (operation !== null && finalStates.has(operation.state)) {
        const { kind, state, canRetry, failure } = operation;
        const { message = null, rule = null, remedies = [], others = [], untold = 0 } = failure ?? {};
        const most = sought.get(state);
        const found = most === undefined ? nothing : await violatedBy(api(), id, most, deadline);
        const violated = state === 'FAILED' && makeTrue.has(kind) ? withoutUndone(found) : found;
        return { state, canRetry, failure: message, rule, remedies, others, untold, violated };
      }
    } catch (error) {
      if (!isBrokenLink(error)) throw error;
      // A stream that was open and silent says nothing of the server: it is asked for anew.
      if (!(isOpen && patience.aborted)) now(reasonOfBreak(error));
    }
    deadline.throwIfAborted();
    await pause(pauseMs);
  }
}
