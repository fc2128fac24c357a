import { troubleSaid } from '../../domain/host-trouble.js';

/** What only says that something before it went wrong. */
const general =
  /^E: (?:Unable to fetch some archives|Some index files failed|Sub-process \S+ returned an error|Unable to lock directory \/var\/lib\/apt\/lists)/;
/** Names the host of a repository and why it gave nothing; a warning where older lists have to do. */
const notFetched = /^[EW]: Failed to fetch /;
/** That somebody else was fetching lists: said as an error, and none where older lists have to do. */
const ofLists = /^E: Could not get lock \/var\/lib\/apt\/lists\//;
/** What follows from lists that could not be fetched, or is simply not in them. */
const notFound = /^E: (?:Unable to locate package|Package \S+ has no installation candidate|Version .* was not found)/;
/** That a lock was not given; who holds it stands in what apt said while it waited. */
const noLock = /^E: Unable to acquire the dpkg/;
const waitedForLock = /^Waiting for cache lock: /;
/** Errors that only say so much, and how what they rest on begins: a list by indented lines, before them. */
const lists: readonly (readonly [error: RegExp, head: RegExp])[] = [
  [/^E: Unable to correct problems|^E: Unmet dependencies/, /^The following packages have unmet dependencies:/],
  [/^E: Packages need to be removed but remove is disabled/, /^The following packages will be REMOVED:/],
];
/** Of such a list so many lines are told. */
const mostListed = 3;
const ofDpkg = /^dpkg(?:-[a-z]+)?: error/;

/**
 * Of all that apt and dpkg print where an installation fails the lines that tell why, as one: the first error and what it rests on.
 * All of it where none of them is known to tell.
 */
export function essentialWords(said: string): string {
  const lines = said.split('\n').map((line) => line.trimEnd());
  const error =
    lines.find((line) => line.startsWith('E: ') && !general.test(line) && !ofLists.test(line)) ??
    withNext(
      lines,
      lines.findIndex((line) => ofDpkg.test(line)),
    );
  const fetching = lines.find((line) => notFetched.test(line) || ofLists.test(line));
  const listed = error === undefined ? undefined : listBefore(lines, error);
  const ofHost = lines.find((line) => troubleSaid(line) !== undefined);
  const reasons = [
    error,
    listed,
    error === undefined || notFound.test(error) ? fetching : undefined,
    error !== undefined && noLock.test(error) ? lines.findLast((line) => waitedForLock.test(line)) : undefined,
    ofHost,
  ];
  const told = [...new Set(reasons)].flatMap((line) =>
    line === undefined ? [] : [line.replaceAll(/\s+/g, ' ').trim()],
  );
  // The second line of an error of dpkg is one of the host too.
  const each = told.filter((line, index) => !told.slice(0, index).some((before) => before.includes(line)));
  return each.length === 0 ? said : each.join('; ');
}

/** An error of dpkg says on the line after it what it is. */
function withNext(lines: readonly string[], at: number): string | undefined {
  const next = lines[at + 1];
  return at < 0 ? undefined : [lines[at], ...(next?.startsWith(' ') === true ? [next] : [])].join(' ');
}

/** What an error rests on, where that stands in a list. */
function listBefore(lines: readonly string[], error: string): string | undefined {
  const [, head] = lists.find(([words]) => words.test(error)) ?? [];
  const at = head === undefined ? -1 : lines.findLastIndex((line) => head.test(line));
  if (at < 0) return undefined;
  const items = lines.slice(at + 1);
  const end = items.findIndex((line) => !line.startsWith(' '));
  return [lines[at], ...items.slice(0, Math.min(end < 0 ? items.length : end, mostListed))].join('');
}
