import type { OperationEvent } from './client/operation-events.js';

/** What happened within an operation, for a person who waits for it; of what waits, why, and when it goes on. */
export function progressLine({ kind, host, data }: OperationEvent): string {
  // What a rule speaks of it names in its message; as its subject that is an id.
  const names = data.rule == null ? [data.step, data.subject ?? data.key] : [data.rule];
  const what = names.filter((word) => word != null && word !== '').join(' ');
  const said = data.summary ?? data.message;
  // A message may begin with the host that it is of.
  const told = said !== undefined && host !== null && said.startsWith(`${host}: `) ? said.slice(host.length + 2) : said;
  const about = [host, kind, what].filter((word) => word !== null && word !== '').join(' ');
  return [told === undefined ? about : `${about}: ${told}`, ...againIn(data)].join(', ');
}

function againIn({ attempts = 0, nextAttemptAt, until, mostAttempts }: OperationEvent['data']): readonly string[] {
  if (nextAttemptAt == null) return [];
  const most = mostAttempts === undefined ? '' : ` of ${mostAttempts} at most`;
  const tried = attempts === 0 ? [] : [`tried ${attempts === 1 ? 'once' : `${attempts} times`}${most}`];
  const last = until == null ? [] : [`and so on until ${withoutDay(until)}`];
  return [...tried, `next at ${withoutDay(nextAttemptAt)}`, ...last];
}

function withoutDay(time: string): string {
  return time.slice(time.indexOf('T') + 1);
}

/** In UTC and to the second, as the API tells when something is tried again. */
export function timeOfDay(time: Date): string {
  return withoutDay(time.toISOString()).replace(/\.\d+Z$/, 'Z');
}
