import type { Database, Sql } from '../../../src/ports/sql.js';

/** Runs one statement, or does something else instead, before or after. */
export type Around = <T>(text: string, params: readonly unknown[], run: () => Promise<T>) => Promise<T>;

function watchedSql(sql: Sql, around: Around): Sql {
  return {
    query: (text, params, row) => around(text, params, () => sql.query(text, params, row)),
    execute: (text, params) => around(text, params, () => sql.execute(text, params)),
  };
}

/** A database all of whose statements, in transactions or not, go through a test's hands. */
export function watchedDatabase(database: Database, around: Around): Database {
  return {
    ...watchedSql(database, around),
    transaction: (work) => database.transaction((sql) => work(watchedSql(sql, around))),
    listen: (channel, heard) => database.listen(channel, heard),
    close: () => database.close(),
  };
}
