import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface UnixUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** The free text of the entry. */
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

export interface UnixGroup {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

export interface UserTables {
  readonly users: ReadonlyMap<string, UnixUser>;
  readonly groups: ReadonlyMap<string, UnixGroup>;
}

/** A line that neither table can hold, since it has no colon; its second appearance says that nothing was cut off. */
const separator = '%';

const script = `getent passwd && echo ${separator} && getent group && echo ${separator}`;

function parseUser(line: string): UnixUser | undefined {
  const [name, , uid, gid, comment, home, shell] = line.split(':');
  if (name === undefined || comment === undefined || home === undefined || shell === undefined) return undefined;
  return { name, uid: Number(uid), gid: Number(gid), comment, home, shell };
}

function parseGroup(line: string): UnixGroup | undefined {
  const [name, , gid, members] = line.split(':');
  if (name === undefined || members === undefined) return undefined;
  return { name, gid: Number(gid), members: members === '' ? [] : members.split(',') };
}

function byName<T extends { readonly name: string }>(
  text: string,
  parse: (line: string) => T | undefined,
): ReadonlyMap<string, T> {
  const table = new Map<string, T>();
  for (const line of text.split('\n')) {
    const entry = parse(line);
    // As in the name service: of two entries with one name the first counts.
    if (entry !== undefined && !table.has(entry.name)) table.set(entry.name, entry);
  }
  return table;
}

function parseTables(text: string): Reading<UserTables> {
  const [users, groups, end] = text.split(`\n${separator}\n`);
  if (users === undefined || groups === undefined || end === undefined) return unknown('the user tables were cut off');
  return known({ users: byName(users, parseUser), groups: byName(groups, parseGroup) });
}

const parse = parseOnce((answer) =>
  answer.exitCode === 0 ? parseTables(answer.stdout) : failedCommand('getent', answer),
);

/** All unix users and groups of a host, as its name service enumerates them. */
export function userTables(): Probe<UserTables> {
  return {
    id: probeId('accounts.userTables', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse,
  };
}
