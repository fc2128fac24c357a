import { DatabaseUnavailable } from '../../../src/ports/database-unavailable.js';
import { z } from 'zod';
import { connectPostgres } from '../../../src/edges/postgres/connect-postgres.js';
import type { Database } from '../../../src/ports/sql.js';
import { EngineWorld } from './engine-world.js';
import { brokenInvariants } from './invariants.js';
import { making, planOf } from './planned.js';
import { watchedDatabase } from './watched-database.js';

const pidRow = z.object({ pid: z.int() });

let world: EngineWorld;
let host: string;
/** The connections of the worker, which are ended while those of the test stay. */
let cut: Database;

beforeAll(async () => {
  world = await EngineWorld.open();
  await world.found();
});
beforeEach(async () => {
  host = await world.addHost(`node-${world.hosts.size}`);
  cut = connectPostgres(world.address);
});
afterEach(async () => {
  await cut.close();
  await world.finish();
  expect(await brokenInvariants(world.database)).toEqual([]);
});
afterAll(() => world.end());

async function cutConnections(): Promise<void> {
  const ours = await world.database.query('SELECT pg_backend_pid() AS pid', [], pidRow);
  await world.database.query(
    `SELECT pid, pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database()
       AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND pid <> ALL($1::int[])`,
    [ours.map(({ pid }) => pid)],
    pidRow.loose(),
  );
}

it.each(['beforeLook', 'beforeChange'] as const)(
  'every connection of a worker lost %s strands nothing, and costs no crash',
  async (when) => {
    const id = await world.accept(planOf(making(host, '/a'), making(host, '/b', 0)));
    let cuts = 0;
    world.host(host)[when] = async () => {
      cuts += 1;
      if (cuts === 1) await cutConnections();
    };
    await world.run(await world.taskId(id), { database: cut });
    await world.finish();
    expect(cuts).toBeGreaterThan(0);
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await world.tasks(id)).toMatchObject([{ crashes: 0 }, { crashes: 0 }]);
  },
);

it.each(['of its claim', 'of its intent', 'of its result'])(
  'a worker that loses every connection in the transaction %s strands nothing, and costs no crash',
  async (which) => {
    const wanted = ['of its claim', 'of its intent', 'of its result'].indexOf(which) + 1;
    const id = await world.accept(planOf(making(host, '/a'), making(host, '/b', 0)));
    let transactions = 0;
    const database: Database = {
      ...failing(() => false),
      transaction: (work) =>
        cut.transaction(async (sql) => {
          const result = await work(sql);
          transactions += 1;
          if (transactions === wanted) await cutConnections();
          return result;
        }),
    };
    const run = world.run(await world.taskId(id), { database });
    await (wanted === 1 ? expect(run).rejects.toThrow(DatabaseUnavailable) : run);
    expect(transactions).toBeGreaterThanOrEqual(wanted);
    expect(await world.states(id)).toEqual([wanted === 1 ? 'READY' : 'WAITING', 'BLOCKED']);
    await world.finish();
    expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
    expect(await world.tasks(id)).toMatchObject([{ crashes: 0 }, { crashes: 0 }]);
  },
);

/** A database that answers nothing while `away`. */
function failing(away: () => boolean): Database {
  return watchedDatabase(world.database, (_text, _params, run) =>
    away() ? Promise.reject(new DatabaseUnavailable()) : run(),
  );
}

it('a result that cannot be written while the database restarts leads to another look, not to a crash', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  let refusals = 0;
  const fake = world.host(host);
  fake.beforeChange = () => {
    refusals = 5;
    return Promise.resolve();
  };
  await world.run(await world.taskId(id), { database: failing(() => refusals-- > 0) });
  expect(await world.tasks(id)).toMatchObject([{ state: 'WAITING', error_class: 'DATABASE', crashes: 0 }]);
  expect(await world.lease(host)).toMatchObject({ owner: null });
  await world.finish();
  expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
});

it('a worker gives up when the database stays away for longer than its lease, and another one finishes', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  let away = false;
  let milliseconds = 0;
  world.host(host).beforeChange = () => {
    away = true;
    return Promise.resolve();
  };
  const run = world.run(await world.taskId(id), {
    database: failing(() => away),
    clock: { now: () => new Date(), monotonic: () => milliseconds },
    pause: (pause) => {
      milliseconds += pause;
      return Promise.resolve();
    },
  });
  await expect(run).rejects.toThrow(DatabaseUnavailable);
  expect(milliseconds).toBeLessThan(10_000);
  expect(await world.states(id)).toEqual(['RUNNING']);
  world.host(host).beforeChange = async () => undefined;
  await world.expireLeases();
  await world.finish();
  expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
});

it('a sweep that finds no database rejects, and the next one serves everything', async () => {
  const id = await world.accept(planOf(making(host, '/a')));
  const away = { ...world.crew(), database: failing(() => true) };
  await expect(world.sweep(away)).rejects.toThrow(DatabaseUnavailable);
  await world.finish();
  expect(await world.outcome(id)).toMatchObject({ state: 'SUCCEEDED' });
});
