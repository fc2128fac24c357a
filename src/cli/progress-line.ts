import type { OperationEvent } from './client/operation-events.js';

/** What happened within an operation, for a person who waits for it. */
export function progressLine({ kind, host, data }: OperationEvent): string {
  const what = [data.step, data.key].filter((word) => word != null && word !== '').join(' ');
  const said = data.summary ?? data.message;
  // A message may begin with the host that it is of.
  const told = said !== undefined && host !== null && said.startsWith(`${host}: `) ? said.slice(host.length + 2) : said;
  const about = [host, kind, what].filter((word) => word !== null && word !== '').join(' ');
  return told === undefined ? about : `${about}: ${told}`;
}
