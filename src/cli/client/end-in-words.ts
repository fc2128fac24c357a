import type { PersonsApi } from './api-options.js';
import type { EndedOperation } from './await-operation.js';
import { remediesInWords, type Remedy } from './remedy.js';
import { mostViolated, type Violated } from './what-is-wrong.js';
import { besidesWarned, givenUpInWords, notMet, warned, wrongInWords } from './wrong-in-words.js';

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

/** The first of each finding that is told, and of the others as many as there is place for, in the order of the findings. */
function remediesOf(...sorts: readonly Violated[]): readonly Remedy[] {
  const findings = sorts.flatMap(({ nodes }) => nodes.slice(0, mostViolated));
  const textOf = (one: Remedy): string => JSON.stringify(one);
  const firsts = new Set(findings.flatMap(({ remedies }) => remedies.slice(0, 1)).map(textOf));
  const all = inOrder(findings.flatMap(({ remedies }) => remedies));
  const others = all.filter((one) => !firsts.has(textOf(one))).slice(0, Math.max(0, mostRemedies - firsts.size));
  return all.filter((one) => firsts.has(textOf(one)) || others.includes(one));
}

/** What is violated and what no failure tells, which is of the same rule about the same subject. */
function besidesFailure({ rule, failure, others }: EndedOperation, { totalCount, nodes }: Violated): Violated {
  const failures = [{ rule, message: failure ?? '' }, ...others];
  const isTold = (one: Violated['nodes'][number]): boolean =>
    failures.some((other) => other.rule === one.rule.id && words(other.message).has(one.subjectName));
  const besides = nodes.filter((one) => !isTold(one));
  return { totalCount: totalCount - (nodes.length - besides.length), nodes: besides };
}

/** A plan that is another one by now says so in the words of the rules that object to it. */
const isNews =
  (failure: string | null) =>
  ({ message }: { readonly message: string }): boolean =>
    failure?.includes(message.replace(/\.$/, '')) !== true;

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
  const { state, canRetry, failure, rule, remedies, others, untold, warnings } = ended;
  if (state === 'SUCCEEDED') return succeededInWords(api, id, ended);
  const [violated, undone] = [besidesFailure(ended, ended.violated), besidesFailure(ended, ended.undone)];
  const cancelled = canRetry ? leftUndone : `${changedNothing}${again === undefined ? `; ${askAgain}` : ''}`;
  const why = failure === null ? (state === 'CANCELLED' ? cancelled : null) : said({ rule, message: failure });
  const all = inOrder([
    ...remedies,
    ...others.flatMap((other) => other.remedies),
    ...remediesOf(violated, warnings),
    ...(state === 'CANCELLED' && canRetry && remedies.length === 0 ? [toDoTheRest(id)] : []),
  ]);
  const runAgain = isNothingDone(ended) && again !== undefined;
  return [
    why === null ? state : `${state}: ${why}`,
    ...others.filter(isNews(failure)).map((other) => `  besides: ${said(other)}`),
    ...(untold === 0 ? [] : [`  and ${untold} more: the tasks of the operation tell all`]),
    ...givenUpInWords(ended.givenUp),
    ...wrongInWords(id, [
      { heading: `  Besides, ${notMet(violated.totalCount)}:`, found: violated },
      { heading: `  Besides, ${notMet(undone.totalCount)} that doing it again may mend:`, found: undone },
      { heading: besidesWarned(warnings), found: warnings },
    ]),
    ...remediesInWords(api, runAgain ? all.filter((remedy) => !isAdvice(remedy)) : all),
    ...(runAgain ? [`  → Nothing of the plan was done; once that is mended, have it shown again:\n    ${again}`] : []),
  ].join('\n');
}

function succeededInWords(api: PersonsApi, id: string, { state, violated, warnings }: EndedOperation): string {
  const isMet = violated.totalCount === 0;
  const lines = wrongInWords(id, [
    { heading: `${state}; but ${notMet(violated.totalCount)}:`, found: violated },
    { heading: isMet ? `${state}; with ${warned(warnings.totalCount)}:` : besidesWarned(warnings), found: warnings },
  ]);
  return lines.length === 0 ? state : [...lines, ...remediesInWords(api, remediesOf(violated, warnings))].join('\n');
}
