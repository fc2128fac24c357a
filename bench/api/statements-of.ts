import { readFileSync } from 'node:fs';
import type { Database } from '../../src/ports/sql.js';

/** How many statements PostgreSQL carried out for something, as it writes in its log. */
export async function statementsOf(database: Database, logFile: string, work: () => Promise<unknown>): Promise<number> {
  const set = async (statement: string): Promise<void> => {
    await database.execute(statement, []);
    await database.execute('SELECT pg_reload_conf()', []);
    // The setting has reached everybody when a new connection would have it.
    await database.execute('SELECT pg_sleep(0.5)', []);
  };
  await set(`ALTER SYSTEM SET log_statement = 'all'`);
  try {
    const before = readFileSync(logFile, 'utf8').length;
    await work();
    await database.execute('SELECT pg_sleep(0.5)', []);
    const lines = readFileSync(logFile, 'utf8').slice(before).split('\n');
    const carriedOut = lines.filter((line) => /LOG: {2}(execute [^:]+|statement): /.test(line));
    return carriedOut.filter((line) => line.includes('json_build_object')).length;
  } finally {
    await set('ALTER SYSTEM RESET log_statement');
  }
}
