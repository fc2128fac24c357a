import type { Sql } from '../../ports/sql.js';

/** Works within a transaction so that `undo` takes back what was written since, and nothing else. */
export async function withSavepoint<T>(sql: Sql, work: (undo: () => Promise<void>) => Promise<T>): Promise<T> {
  await sql.execute('SAVEPOINT plan', []);
  let undone = false;
  const undo = async (): Promise<void> => {
    if (undone) return;
    undone = true;
    await sql.execute('ROLLBACK TO SAVEPOINT plan', []);
  };
  try {
    return await work(undo);
  } catch (error) {
    await undo();
    throw error;
  } finally {
    await sql.execute('RELEASE SAVEPOINT plan', []);
  }
}
