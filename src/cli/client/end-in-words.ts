import type { PersonsApi } from './api-options.js';
import { mostViolated, type EndedOperation, type Violated } from './await-operation.js';
import { remediesInWords, type Remedy } from './remedy.js';

/** Of an operation that was cancelled. */
const leftUndone = 'somebody cancelled it; what it had not done is left undone';
const changedNothing = 'somebody cancelled it before it changed anything';
const askAgain = 'ask for the plan again (hostwright apply, or the mutation with validateOnly), and apply that';

/** What is no more than the advice to ask for the plan again: whoever knows how says it in other words. */
const isAdvice = ({ mutation, command, hostId }: Remedy): boolean =>
  mutation === null && command === null && hostId == null;

/** Of requirements that are not met; the findings have all. */
const mostRemedies = 4;

const said = ({ rule, message }: { readonly rule: string | null; readonly message: string }): string =>
  rule === null ? message : `${rule}: ${message}`;

/** Whether an operation ended before it came to what it was asked for: it only looked at hosts, or its plan was refused in the end. */
export function isNothingDone({ state, canRetry }: Pick<EndedOperation, 'state' | 'canRetry'>): boolean {
  return !canRetry && (state === 'FAILED' || state === 'CANCELLED');
}

/** Each once, and those last that do again what was left undone, since the others come first. */
function inOrder(remedies: readonly Remedy[]): readonly Remedy[] {
  const each = [...new Map(remedies.map((remedy) => [JSON.stringify(remedy), remedy])).values()];
  const isLast = ({ mutation, command, hostId }: Remedy): boolean =>
    mutation === 'retryOperation' || isAdvice({ mutation, command, hostId, title: '', input: null });
  return [...each.filter((remedy) => !isLast(remedy)), ...each.filter(isLast)];
}

/** What is wrong in the cluster, beside or behind what the operation was about. */
function violatedInWords(id: string, { totalCount, nodes }: Violated): readonly string[] {
  const rest = totalCount - nodes.length;
  const more = rest === 0 ? '' : `and ${rest} more; `;
  return [
    ...nodes.map(({ rule, subjectName, message }) => `  ${rule.id}, ${subjectName}: ${firstLine(message)}`),
    `  ${more}all by: { operation(id: "${id}") { violated(first: 100) { nodes { rule { id } subjectName message } } } }`,
  ];
}

const firstLine = (text: string): string => text.split('\n', 1).join('');

const notMet = (count: number): string =>
  count === 1 ? '1 requirement is not met:' : `${count} requirements are not met:`;

const remediesOf = ({ nodes }: Violated): readonly Remedy[] =>
  inOrder(nodes.flatMap(({ remedies }) => remedies)).slice(0, mostRemedies);

/** What is violated and what no failure tells, which is of the same rule about the same subject. */
function besidesFailure({ rule, failure, others }: EndedOperation, { totalCount, nodes }: Violated): Violated {
  const failures = [{ rule, message: failure ?? '' }, ...others];
  const isTold = (one: Violated['nodes'][number]): boolean =>
    failures.some((other) => other.rule === one.rule.id && words(other.message).has(one.subjectName));
  const besides = nodes.filter((one) => !isTold(one));
  const count = totalCount - (nodes.length - besides.length);
  return { totalCount: count, nodes: besides.slice(0, mostViolated) };
}

/** Of which names are some; `node1` is none of a message about `node10`. */
const words = (message: string): ReadonlySet<string> => new Set(message.split(/[^A-Za-z0-9.:_-]+|[.:](?=\s|$)/u));

function toDoTheRest(operationId: string): Remedy {
  const input = { operationId };
  return { title: 'Do what is left', mutation: 'retryOperation', input, command: null, hostId: null };
}

/**
 * How an operation ended, for a person: everything that failed, and what to do about it.
 * @param again what the person ran that asked for a plan, where that is run again once nothing of the plan was done
 */
export function endInWords(api: PersonsApi, id: string, ended: EndedOperation, again?: string): string {
  const { state, canRetry, failure, rule, remedies, others, untold } = ended;
  const violated = state === 'FAILED' ? besidesFailure(ended, ended.violated) : ended.violated;
  const isViolated = violated.totalCount > 0;
  if (state === 'SUCCEEDED' && isViolated) {
    const lines = [...violatedInWords(id, violated), ...remediesInWords(api, remediesOf(violated))];
    return [`${state}; but ${notMet(violated.totalCount)}`, ...lines].join('\n');
  }
  const cancelled = canRetry ? leftUndone : `${changedNothing}${again === undefined ? `; ${askAgain}` : ''}`;
  const why = failure === null ? (state === 'CANCELLED' ? cancelled : null) : said({ rule, message: failure });
  const all = inOrder([
    ...remedies,
    ...others.flatMap((other) => other.remedies),
    ...remediesOf(violated),
    ...(state === 'CANCELLED' && canRetry && remedies.length === 0 ? [toDoTheRest(id)] : []),
  ]);
  const runAgain = isNothingDone(ended) && again !== undefined;
  return [
    why === null ? state : `${state}: ${why}`,
    ...others.map((other) => `  besides: ${said(other)}`),
    ...(untold === 0 ? [] : [`  and ${untold} more: the tasks of the operation tell all`]),
    ...(isViolated ? [`  Besides, ${notMet(violated.totalCount)}`, ...violatedInWords(id, violated)] : []),
    ...remediesInWords(api, runAgain ? all.filter((remedy) => !isAdvice(remedy)) : all),
    ...(runAgain ? [`  → Nothing of the plan was done; once that is mended, have it shown again:\n    ${again}`] : []),
  ].join('\n');
}
