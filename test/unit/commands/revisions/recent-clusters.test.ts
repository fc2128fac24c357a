import { RecentClusters } from '../../../../src/commands/revisions/recent-clusters.js';
import type { Database, Sql } from '../../../../src/ports/sql.js';
import { publicCluster } from '../../rules/clusters.js';

const notHere = (): Promise<never> => Promise.reject(new Error('no database is asked here'));
const database: Database = { query: notHere, execute: notHere, transaction: notHere, listen: notHere, close: notHere };

/** What is remembered of clusters whose accepted revision is always this one, and which of them were read. */
function remembering(accepted: { revision: number }): { readonly recent: RecentClusters; readonly read: string[] } {
  const read: string[] = [];
  const recent = new RecentClusters(async (_, tenantId, clusterId) => {
    read.push(`${tenantId}/${clusterId}`);
    return { revision: accepted.revision, spec: publicCluster() };
  });
  return { recent, read };
}

it('reads a value once for all who ask for the same revision', async () => {
  const { recent, read } = remembering({ revision: 3 });
  const ask = (): ReturnType<typeof recent.load> => recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }]);
  const [[first], [second]] = await Promise.all([ask(), ask()]);
  const [third] = await ask();
  expect(first).toBeDefined();
  expect([second, third]).toEqual([first, first]);
  expect(second).toBe(first);
  expect(third).toBe(first);
  expect(read).toEqual(['one/shop']);
});

it('reads anew once another revision is accepted, and for another tenant', async () => {
  const accepted = { revision: 3 };
  const { recent, read } = remembering(accepted);
  await recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }]);
  accepted.revision = 4;
  await recent.load(database, 'one', [{ clusterId: 'shop', revision: 4 }]);
  await recent.load(database, 'other', [{ clusterId: 'shop', revision: 4 }]);
  expect(read).toEqual(['one/shop', 'one/shop', 'other/shop']);
});

it('does not keep a value under the number of an earlier one', async () => {
  const { recent, read } = remembering({ revision: 4 });
  await recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }]);
  await recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }]);
  expect(read).toHaveLength(2);
});

it('forgets what could not be read', async () => {
  let fails = true;
  const recent = new RecentClusters(async () => {
    if (fails) throw new Error('the database is away');
    return { revision: 3, spec: publicCluster() };
  });
  await expect(recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }])).rejects.toThrow('away');
  fails = false;
  await expect(recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }])).resolves.toHaveLength(1);
});

it('leaves out a cluster that is gone', async () => {
  const recent = new RecentClusters(async () => undefined);
  await expect(recent.load(database, 'one', [{ clusterId: 'shop', revision: 3 }])).resolves.toEqual([]);
});

it('remembers the eight that were asked for last', async () => {
  const { recent, read } = remembering({ revision: 1 });
  const ask = (number: number): Promise<unknown> =>
    recent.load(database, 'one', [{ clusterId: `shop${number}`, revision: 1 }]);
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 1, 9]) await ask(number);
  expect(read).toHaveLength(9);
  await ask(1);
  expect(read).toHaveLength(9);
  await ask(2);
  expect(read.at(-1)).toBe('one/shop2');
});

it('takes nothing to read by that is of a transaction, which may be rolled back', () => {
  type MayLoadBy<S> = S extends Parameters<RecentClusters['load']>[0] ? 'yes' : 'no';
  // What a transaction hands to its work is an `Sql`: the other way round this does not compile.
  const [ofTransaction, ofDatabase]: [MayLoadBy<Sql>, MayLoadBy<Database>] = ['no', 'yes'];
  expect([ofTransaction, ofDatabase]).toEqual(['no', 'yes']);
});
