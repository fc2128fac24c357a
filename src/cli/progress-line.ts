import type { OperationEvent } from './client/operation-events.js';

/** What happened within an operation, for a person who waits for it; of what waits, why, and when it goes on. */
export function progressLine({ kind, host, data }: OperationEvent): string {
  const what = [data.step, data.key].filter((word) => word != null && word !== '').join(' ');
  const said = data.summary ?? data.message;
  // A message may begin with the host that it is of.
  const told = said !== undefined && host !== null && said.startsWith(`${host}: `) ? said.slice(host.length + 2) : said;
  const about = [host, kind, what].filter((word) => word !== null && word !== '').join(' ');
  return [told === undefined ? about : `${about}: ${told}`, ...againIn(data)].join(', ');
}

function againIn({ attempts = 0, nextAttemptAt }: OperationEvent['data']): readonly string[] {
  if (nextAttemptAt == null) return [];
  const tried = attempts === 0 ? [] : [`tried ${attempts === 1 ? 'once' : `${attempts} times`}`];
  return [...tried, `next at ${nextAttemptAt.slice(nextAttemptAt.indexOf('T') + 1)}`];
}
