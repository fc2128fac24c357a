import { z } from 'zod';
import { ConstraintViolation } from '../../../../src/ports/constraint-violation.js';
import { DatabaseUnavailable } from '../../../../src/ports/database-unavailable.js';
import { connectPostgres } from '../../../../src/edges/postgres/connect-postgres.js';
import { randomIds } from '../../../../src/edges/node/random-ids.js';
import type { Database } from '../../../../src/ports/sql.js';
import { testDatabase, type TestDatabase } from '../../../postgres.js';
import { until } from '../../../until.js';

const nothing = z.object({});
const amount = z.object({ amount: z.bigint() });
const backend = z.object({ pid: z.int() });

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.database.execute('CREATE TABLE purse (id int PRIMARY KEY, amount bigint NOT NULL)', []);
  await db.database.execute('CREATE TABLE coin (purse_id int NOT NULL REFERENCES purse (id))', []);
});
afterAll(() => db.end());
beforeEach(() => db.database.execute('TRUNCATE coin, purse', []));

function amounts(): Promise<readonly bigint[]> {
  return db.database
    .query('SELECT amount FROM purse ORDER BY id', [], amount)
    .then((rows) => rows.map((row) => row.amount));
}

describe('statements', () => {
  it('carry whole numbers beyond what a double holds', async () => {
    await db.database.execute('INSERT INTO purse VALUES (1, $1)', ['9007199254740993']);
    expect(await amounts()).toEqual([9007199254740993n]);
  });

  it('give the number of rows that they changed', async () => {
    await db.database.execute('INSERT INTO purse VALUES (1, 1), (2, 2)', []);
    expect(await db.database.execute('UPDATE purse SET amount = 3', [])).toBe(2);
    expect(await db.database.execute('UPDATE purse SET amount = 3 WHERE id = 9', [])).toBe(0);
  });

  it('refuse an undefined parameter instead of sending null', async () => {
    await db.database.execute('INSERT INTO purse VALUES (1, 1)', []);
    await expect(db.database.execute('DELETE FROM purse WHERE id <> $1', [undefined])).rejects.toThrow(
      'Parameter $1 is undefined',
    );
    expect(await amounts()).toEqual([1n]);
  });

  it('refuse a second statement in the same text', async () => {
    await expect(db.database.execute('DELETE FROM coin; DELETE FROM purse', [])).rejects.toThrow('multiple commands');
  });

  it('refuse a row that is not as expected', async () => {
    await expect(db.database.query(`SELECT 'five' AS amount`, [], amount)).rejects.toThrow(z.ZodError);
  });

  it('name the unique key that refused a row', async () => {
    await db.database.execute('INSERT INTO purse VALUES (1, 1)', []);
    const refused: unknown = await db.database
      .execute('INSERT INTO purse VALUES (1, 2)', [])
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConstraintViolation);
    expect(refused).toMatchObject({ kind: 'UNIQUE', table: 'purse', constraint: 'purse_pkey' });
  });

  it('name the foreign key that refused a row', async () => {
    await expect(db.database.execute('INSERT INTO coin VALUES (7)', [])).rejects.toMatchObject({
      kind: 'FOREIGN_KEY',
      table: 'coin',
      constraint: 'coin_purse_id_fkey',
    });
  });
});

describe('a statement that comes again', () => {
  const everything = 'SELECT * FROM tin';
  const tin = z.object({ weight: z.union([z.int(), z.string()]) });
  const prepared = z.object({ statement: z.string() });
  /** One connection, so that it is known which one has prepared what. */
  let one: Database;

  beforeEach(async () => {
    await db.database.execute('CREATE TABLE tin (weight int NOT NULL)', []);
    await db.database.execute('INSERT INTO tin VALUES (3)', []);
    one = connectPostgres(db.address, { connections: 1 });
    for (let time = 0; time < 4; time++) await one.query(everything, [], tin);
  });
  afterEach(async () => {
    await one.close();
    await db.database.execute('DROP TABLE tin', []);
  });

  function isPrepared(): Promise<boolean> {
    return one
      .query('SELECT statement FROM pg_prepared_statements', [], prepared)
      .then((rows) => rows.some(({ statement }) => statement === everything));
  }

  it('is prepared, where another one is not', async () => {
    await one.query('SELECT weight FROM tin', [], tin);
    expect(await one.query('SELECT statement FROM pg_prepared_statements', [], prepared)).toEqual([
      { statement: everything },
    ]);
  });

  it('answers anew where a migration changed what it answers', async () => {
    await db.database.execute('ALTER TABLE tin ALTER weight TYPE text', []);
    for (let time = 0; time < 4; time++) expect(await one.query(everything, [], tin)).toEqual([{ weight: '3' }]);
    expect(await isPrepared()).toBe(true);
  });

  it('fails for the time being where that happened before a transaction', async () => {
    await db.database.execute('ALTER TABLE tin ALTER weight TYPE text', []);
    const work = (): Promise<unknown> => one.transaction((sql) => sql.query(everything, [], tin));
    await expect(work()).rejects.toThrow(DatabaseUnavailable);
    expect(await work()).toEqual([{ weight: '3' }]);
  });

  it('answers on a connection that has forgotten it', async () => {
    await one.execute('DEALLOCATE ALL', []);
    expect(await one.query(everything, [], tin)).toEqual([{ weight: 3 }]);
    expect(await isPrepared()).toBe(false);
    await one.query(everything, [], tin);
    expect(await isPrepared()).toBe(true);
  });

  it('still fails where it is at fault itself, and answers afterwards', async () => {
    const insert = 'INSERT INTO tin VALUES ($1)';
    for (let time = 0; time < 4; time++) await one.execute(insert, [time]);
    await expect(one.execute(insert, [null])).rejects.toMatchObject({ code: '23502' });
    expect(await one.execute(insert, [9])).toBe(1);
  });
});

describe('a transaction', () => {
  it('leaves nothing behind when its work rejects', async () => {
    const failing = db.database.transaction(async (sql) => {
      await sql.execute('INSERT INTO purse VALUES (1, 1)', []);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await amounts()).toEqual([]);
  });

  it('is rolled back, and says so, when its work swallowed the failure of a statement', async () => {
    const swallowing = db.database.transaction(async (sql) => {
      await sql.execute('INSERT INTO purse VALUES (1, 1)', []);
      await sql.execute('INSERT INTO purse VALUES (1, 2)', []).catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('rolled back');
    expect(await amounts()).toEqual([]);
  });

  it('names a key that is only checked at its commit', async () => {
    await db.database.execute('ALTER TABLE coin ALTER CONSTRAINT coin_purse_id_fkey DEFERRABLE INITIALLY DEFERRED', []);
    const dangling = db.database.transaction((sql) => sql.execute('INSERT INTO coin VALUES (7)', []));
    await expect(dangling).rejects.toBeInstanceOf(ConstraintViolation);
  });

  it('runs statements that were started side by side one after the other', async () => {
    await db.database.transaction(async (sql) => {
      await Promise.all([1, 2, 3].map((id) => sql.execute('INSERT INTO purse VALUES ($1, $2)', [id, id])));
    });
    expect(await amounts()).toEqual([1n, 2n, 3n]);
  });

  it('refuses a statement that comes after its end', async () => {
    const late = await db.database.transaction(async (sql) => () => sql.execute('INSERT INTO purse VALUES (1, 1)', []));
    await expect(late()).rejects.toThrow('has ended');
    expect(await amounts()).toEqual([]);
  });

  it('whose connection is cut rejects, and the next one has a connection that works', async () => {
    const cut = db.database.transaction(async (sql) => {
      const [self] = await sql.query('SELECT pg_backend_pid() AS pid', [], backend);
      await db.database.query('SELECT pg_terminate_backend($1)', [self?.pid], nothing);
      await sql.execute('INSERT INTO purse VALUES (1, 1)', []);
    });
    await expect(cut).rejects.toThrow();
    await db.database.transaction((sql) => sql.execute('INSERT INTO purse VALUES (2, 2)', []));
    expect(await amounts()).toEqual([2n]);
  });
});

describe('a listener', () => {
  async function tell(channel: string, payload: string): Promise<void> {
    await db.database.execute('SELECT pg_notify($1, $2)', [channel, payload]);
  }

  function unique(): string {
    return `c${randomIds.nonce(4)}`;
  }

  it('hears what is told on its channel and on no other', async () => {
    const [mine, other] = [unique(), unique()];
    const heard: string[] = [];
    const stop = await db.database.listen(mine, (payload) => heard.push(payload));
    await tell(other, 'not for me');
    await tell(mine, 'first');
    await tell(mine, 'second');
    await until('both are heard', () => heard.length >= 2);
    expect(heard).toEqual(['first', 'second']);
    await stop();
  });

  it('hears nothing any more once it stopped, while another one on the channel does', async () => {
    const channel = unique();
    const heard: string[] = [];
    const stopFirst = await db.database.listen(channel, (payload) => heard.push(`first ${payload}`));
    const stopSecond = await db.database.listen(channel, (payload) => heard.push(`second ${payload}`));
    await stopFirst();
    await tell(channel, 'now');
    await until('something is heard', () => heard.length > 0);
    expect(heard).toEqual(['second now']);
    await stopSecond();
  });

  async function cutListeners(): Promise<void> {
    await db.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`,
      [],
      nothing,
    );
  }

  it('hears again by itself after its connection was cut', async () => {
    const channel = unique();
    const heard: string[] = [];
    const stop = await db.database.listen(channel, (payload) => heard.push(payload));
    await cutListeners();
    await until('it is heard again', async () => {
      await tell(channel, 'again');
      return heard.includes('again');
    });
    await stop();
  });

  it('can be stopped while its connection is lost', async () => {
    const stop = await db.database.listen(unique(), () => undefined);
    await cutListeners();
    await expect(stop()).resolves.toBeUndefined();
  });
});
