import { z } from 'zod';
import { AppError } from '../domain/app-error.js';
import type { Sql } from '../ports/sql.js';

const movedRow = z.object({ moved_at: z.date().nullable() });
const countRow = z.object({ others: z.bigint().transform(Number) });

/** @throws AppError where the installation was closed, since everything of it is elsewhere now */
export async function refuseMoved(sql: Sql): Promise<void> {
  const [row] = await sql.query('SELECT moved_at FROM installation', [], movedRow);
  if (row === undefined || row.moved_at === null) return;
  throw new AppError(
    'UNAVAILABLE',
    `This installation was exported at ${row.moved_at.toISOString()} and closed, so that it and the one that it moved to do not both work on hosts. Where the move was given up, and the other one never started: hostwright db reopen`,
  );
}

/** From now on nothing is started on it. Whether it was closed already. */
export async function closeInstallation(sql: Sql): Promise<boolean> {
  const changed = await sql.execute('UPDATE installation SET moved_at = now() WHERE moved_at IS NULL', []);
  return changed === 0;
}

/** Whether it had been closed. */
export async function reopenInstallation(sql: Sql): Promise<boolean> {
  return (await sql.execute('UPDATE installation SET moved_at = NULL WHERE moved_at IS NOT NULL', [])) > 0;
}

/**
 * Every process that runs holds a connection, if only to listen; ours is the one that asks, so that it has to be the only one.
 * @throws AppError where another process of Hostwright works on the database
 */
export async function refuseWhileInUse(sql: Sql): Promise<void> {
  const [row] = await sql.query(
    `SELECT count(*) AS others FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'hostwright' AND pid <> pg_backend_pid()`,
    [],
    countRow,
  );
  if (row === undefined || row.others === 0) return;
  throw new AppError(
    'UNAVAILABLE',
    `Hostwright still runs on this database (${row.others} connections). Stop its servers, APIs and workers first: what they do meanwhile would be lost. With --copy it may run on, and the file is a copy and no move.`,
  );
}
