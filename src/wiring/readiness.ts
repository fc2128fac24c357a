import { setTimeout as pause } from 'node:timers/promises';
import { keyFits } from '../edges/keyfile/fitting-key.js';
import type { KeyEncryptionKey } from '../edges/keyfile/key-file.js';
import { finishedMigrations } from '../edges/postgres/finished-migrations.js';
import type { Sql } from '../ports/sql.js';

/** How long the database may take to answer, in milliseconds; who asks has little patience too. */
const patienceMs = 2_000;

/** What a process needs to do its work, each `ok` or in words what is wrong with it. Shown to anybody who asks, so it names nothing. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<'database' | 'migrations' | 'key', string>>;
}

const unknown = 'unknown: the database does not answer';

/** Looks now: whether the database answers, has all migrations of this version, and holds secrets that the key opens. */
export async function readiness(sql: Sql, migrations: readonly string[], kek: KeyEncryptionKey): Promise<Readiness> {
  const found = await Promise.race([look(sql, migrations, kek), pause(patienceMs, undefined, { ref: false })]);
  const checks = found ?? { database: 'does not answer', migrations: unknown, key: unknown };
  return { ready: Object.values(checks).every((check) => check === 'ok'), checks };
}

async function look(
  sql: Sql,
  migrations: readonly string[],
  kek: KeyEncryptionKey,
): Promise<Readiness['checks'] | undefined> {
  try {
    const finished = new Set(await finishedMigrations(sql));
    // More than ours is well: a newer version runs beside this one.
    const missing = migrations.filter((name) => !finished.has(name)).length;
    return {
      database: 'ok',
      migrations: missing === 0 ? 'ok' : `${missing} of this version are missing`,
      key: (await keyFits(sql, kek)) ? 'ok' : 'not the key that secrets are stored under',
    };
  } catch {
    // Whatever it was, it is the log's: whoever asks may be anybody.
    return undefined;
  }
}
