import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectionOptions } from '../../src/edges/postgres/postgres-address.js';
import { installPackages } from '../../test/lab/lab-packages.js';
import type { Bench, BenchRun } from '../bench.js';
import { removingAll } from '../measure/removing-all.js';
import { startProduct, type Product } from '../product/product.js';
import type { BenchRow, Figures } from '../report/bench-result.js';
import { absoluteRow, comparedRow } from '../report/rows.js';
import { floorName, names, startContestants } from './contestants.js';
import { load } from './load.js';
import { ask, refuseOtherAnswers } from './same-answers.js';
import { seed } from './seed.js';
import { kinds, type Kind } from './served.js';
import { statementsOf } from './statements-of.js';

const seconds = 4;
const root = join(__dirname, '..', '..');

async function run({ rounds, progress }: BenchRun): Promise<readonly BenchRow[]> {
  installPackages({ wrk: ['/usr/bin/wrk'] }, progress);
  execFileSync(process.execPath, [join(root, 'scripts', 'setup.js'), 'bench/rivals'], { stdio: ['ignore', 2, 2] });
  return removingAll(async (made) => {
    const product = await startProduct(made, 'api', {}, progress);
    const { database, databasePid } = product;
    const hostIds = await seed(database, 'bench');
    await makeRivalSchema(product);
    const servers = await startContestants(made, product, hostIds);
    await refuseOtherAnswers(servers);
    progress(`${servers.length} servers give the same answers`);
    const [ours] = servers;
    const statements = await statementsOf(database, product.databaseLog, () => ask(ours, 'list'));
    const taken = new Map<string, Figures[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of kinds)
        for (const server of servers) {
          const figures = await load(server, kind, seconds, databasePid);
          const of = `${server.name} ${kind}`;
          taken.set(of, [...(taken.get(of) ?? []), figures]);
          const rate = figures.requestsPerSecond?.toFixed(0) ?? '';
          progress(`round ${round + 1}, ${kind}, ${server.name}: ${rate} requests/s`);
        }
    }
    return rowsOf((name, kind) => taken.get(`${name} ${kind}`) ?? [], statements);
  });
}

/** Several statements at once, which only a client of its own sends. */
async function makeRivalSchema({ databaseAddress }: Product): Promise<void> {
  const client = new Client(connectionOptions(databaseAddress));
  await client.connect();
  try {
    await client.query(readFileSync(join(__dirname, 'rival-schema.sql'), 'utf8'));
  } finally {
    await client.end();
  }
}

const least = (must: number, stretch: number): object => ({ must: { atLeast: must }, stretch: { atLeast: stretch } });
const most = (must: number, stretch: number): object => ({ must: { atMost: must }, stretch: { atMost: stretch } });

function rowsOf(of: (name: string, kind: Kind) => Figures[], statements: number): readonly BenchRow[] {
  const what = { list: 'nested list', small: 'small query', mutation: 'mutation that queues an operation' };
  // As part of the rate of the other: more is better.
  const rate = (goal: string | null, kind: Kind, name: string, limits: object = {}): BenchRow =>
    comparedRow(
      { goal, what: `${what[kind]}, requests/s`, ...limits },
      'requestsPerSecond',
      'ours/theirs',
      of('ours', kind),
      name,
      of(name, kind),
    );
  const cpu = { goal: '13', what: 'nested list, server CPU a request', ...most(0.25, 0.12) };
  return [
    comparedRow(cpu, 'serverCpuSeconds', 'ours/theirs', of('ours', 'list'), names.yoga, of(names.yoga, 'list')),
    rate('14', 'list', names.postgraphile, least(2, 3)),
    rate('14', 'list', names.mercurius, least(1.4, 2)),
    rate(null, 'list', names.yoga),
    rate(null, 'list', floorName),
    rate('14', 'small', names.mercurius, least(0.4, 0.7)),
    rate(null, 'small', names.postgraphile),
    rate(null, 'small', names.yoga),
    rate('15', 'mutation', floorName, least(0.5, 0.8)),
    rate(null, 'mutation', names.postgraphile),
    rate(null, 'mutation', names.yoga),
    rate(null, 'mutation', names.mercurius),
    absoluteRow({ goal: '16', what: 'statements of one nested list', ...most(4, 1) }, [statements], 'statements', []),
  ];
}

export const api: Bench = {
  name: 'api',
  summary: 'nested list, small query and a mutation over HTTP, against PostGraphile, Yoga and Mercurius',
  rounds: 3,
  about: [
    '200 clusters with 10 hosts of 3 addresses each, in one PostgreSQL; the list shows 50 clusters with user storage, hosts and addresses,',
    'the small query one cluster by its name, the mutation queues an operation with 20 tasks that nobody carries out meanwhile. The same',
    'answers are demanded of all before. Ours is the API as a process of its own, which asks for a token, keeps its limits, checks who',
    'may see what, and keeps an idempotency key and an audit entry; the others let everybody in. They are served views of the same',
    'tables; for the mutation they write the same rows, PostGraphile and the floor by one function of the database. Ten connections each',
    `(ours: 20), 32 clients by wrk, ${seconds} s after one to warm up. Figures per request; MB are those of the server's process.`,
    'Not measured: Apollo with type-graphql and Prisma.',
  ],
  run,
};
