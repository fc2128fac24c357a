import { toGlobalId } from '../../domain/ids.js';
import { markTable, type DatabaseMark } from '../../probes/database/database-marks.js';
import type { DatabaseContent } from '../../probes/database/database-content.js';
import type { Change } from '../change.js';
import { conflict, type Decision } from '../decision.js';
import { sql } from './sql-change.js';

interface Wanted {
  readonly accountId: string;
  readonly name: string;
  readonly user: string;
}

/** What stands on the server under the wanted names. */
export interface Standing {
  readonly marks: readonly DatabaseMark[];
  readonly content: DatabaseContent;
  /** The client addresses of the user. */
  readonly present: readonly string[];
}

const wayOut = 'choose another name, or see to it on the server that this one becomes free';
const unmarked = `${markTable} has no mark of it; ${wayOut}`;

function markOfDatabase({ name }: Wanted, marks: readonly DatabaseMark[]): DatabaseMark | undefined {
  return marks.find(({ database }) => database === name);
}

/** The mark that says that the database is this account's. */
export function ownMarkOf(wanted: Wanted, marks: readonly DatabaseMark[]): DatabaseMark | undefined {
  const mark = markOfDatabase(wanted, marks);
  return mark?.accountId === wanted.accountId ? mark : undefined;
}

/** Whether a database was kept for what it holds, and somebody dropped it later: its mark then protects nothing. */
function lapsed(mark: DatabaseMark, content: DatabaseContent): boolean {
  return mark.user === null && content === 'ABSENT';
}

/** Why the database or the user is not this account's to work on. */
export function ofAnother(wanted: Wanted, { marks, content, present }: Standing): Decision | undefined {
  const { name, user } = wanted;
  const mark = markOfDatabase(wanted, marks);
  const own = ownMarkOf(wanted, marks);
  if (mark !== undefined && own === undefined && !lapsed(mark, content)) {
    if (mark.user === null) return ofDeleted(name, mark);
    return conflict(`database ${name} belongs to account ${asNamed(mark)}`, `it has the user ${mark.user}; ${wayOut}`);
  }
  if (own !== undefined && own.user !== null && own.user !== user) {
    return conflict(`database ${name} has another user, ${own.user}`, `both are of account ${asNamed(own)}`);
  }
  const ofUser = marks.find((other) => other.user === user);
  if (ofUser !== undefined && ofUser !== own) {
    return conflict(`user ${user} belongs to account ${asNamed(ofUser)}`, `it has ${ofUser.database}; ${wayOut}`);
  }
  if (own === undefined && content !== 'ABSENT') return conflict(`database ${name} is there and not ours`, unmarked);
  return own?.user !== user && present.length > 0 ? unmarkedUser(wanted, present) : undefined;
}

/** By the id that the API has for it: a mark may be of another cluster, or of another installation that uses the server. */
function asNamed({ accountId }: DatabaseMark): string {
  return toGlobalId('Account', accountId);
}

/** What such a database holds is a person's to give or to throw away; its name is free once it is gone. */
function ofDeleted(name: string, mark: DatabaseMark): Decision {
  const free = `to use the name, keep what it holds (mysqldump --databases ${name} >${name}.sql), drop it (DROP DATABASE ${name}) and do this again`;
  return conflict(
    `database ${name} is of the deleted account ${asNamed(mark)}`,
    `it was kept with what it holds (KEEP_DATA); choose another name, or, ${free}`,
  );
}

/** Why there is something to remove that nobody may remove without its mark; undefined where another account has it. */
export function markLost(wanted: Wanted, discard: boolean, standing: Standing): Decision | undefined {
  const { marks, content, present } = standing;
  if (present.length > 0 && !marks.some(({ user }) => user === wanted.user)) return unmarkedUser(wanted, present);
  return discard && content !== 'ABSENT' && markOfDatabase(wanted, marks) === undefined
    ? conflict(`database ${wanted.name} is there and not ours`, unmarked)
    : undefined;
}

function unmarkedUser({ user }: Wanted, present: readonly string[]): Decision {
  return conflict(`user ${user} is there and not ours`, `it comes from ${present.join(', ')}; ${unmarked}`);
}

/**
 * Claims the names, before anything is made under them. Where another account was faster since we looked, its mark makes this
 * fail, and with it all that follows.
 */
export function claim(wanted: Wanted, { marks, content }: Standing): readonly Change[] {
  const { name, user, accountId } = wanted;
  const mark = markOfDatabase(wanted, marks);
  if (mark?.user === user) return [];
  if (mark !== undefined && !lapsed(mark, content)) {
    return [
      sql(`UPDATE ${markTable} SET user_name = ? WHERE database_name = ? AND account_id = ?`, user, name, accountId),
    ];
  }
  const insert = `INSERT INTO ${markTable} (database_name, user_name, account_id) VALUES (?, ?, ?)`;
  return [
    ...(mark === undefined ? [] : [deletion(name, mark.accountId, ' AND user_name IS NULL')]),
    sql(insert, name, user, accountId),
  ];
}

/** Says that the user is gone while the database stays with what it holds: nobody else may take it over. */
export function keepMark({ name, accountId }: Wanted): Change {
  return sql(`UPDATE ${markTable} SET user_name = NULL WHERE database_name = ? AND account_id = ?`, name, accountId);
}

/** Takes the mark away, after everything that it marked. */
export function removeMark({ name, accountId }: Wanted): Change {
  return deletion(name, accountId);
}

function deletion(name: string, accountId: string, more = ''): Change {
  return sql(`DELETE FROM ${markTable} WHERE database_name = ? AND account_id = ?${more}`, name, accountId);
}
