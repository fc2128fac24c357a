import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { HostwrightProcess } from './hostwright-process.js';

jest.setTimeout(180_000);

const migrated = /Applied \d+ database migrations/;
const migration = z.object({ migration_name: z.string() });
const lease = z.object({ name: z.string(), lease_owner: z.string().nullable() });

const processes: HostwrightProcess[] = [];
let variables: Readonly<Record<string, string>> = {};

async function start(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<HostwrightProcess> {
  const started = await HostwrightProcess.start(args, { ...variables, ...more });
  processes.push(started);
  return started;
}

const url = ({ ready }: HostwrightProcess): string => z.object({ url: z.string() }).parse(JSON.parse(ready)).url;
const owner = ({ ready }: HostwrightProcess): string => z.object({ owner: z.string() }).parse(JSON.parse(ready)).owner;

let world: FleetWorld;
let mortal: HostwrightProcess;
let clusterId: string;
let doomed: HostwrightProcess;
let heir: HostwrightProcess;

beforeAll(async () => {
  world = await FleetWorld.open(2, async (given) => {
    variables = given;
    const [one, other, first, second] = await Promise.all([
      start(['api']),
      start(['api']),
      // Dies within the first step that it changes something for.
      start(['worker'], { HOSTWRIGHT_FAILPOINT: 'visit.changed#1' }),
      start(['worker']),
    ]);
    mortal = other;
    doomed = first;
    heir = second;
    return {
      url: url(one),
      stop: async () => {
        await Promise.all(processes.map((each) => each.end('SIGTERM')));
      },
    };
  });
});
afterAll(() => world.close());

function leases(): Promise<z.infer<typeof lease>[]> {
  return world.server.database.query('SELECT name, lease_owner FROM host ORDER BY name', [], lease);
}

it('starts together on an empty database, which one of them migrates', async () => {
  expect(processes.filter(({ said }) => migrated.test(said()))).toHaveLength(1);
  const text = 'SELECT migration_name FROM _prisma_migrations';
  const names = (await world.server.database.query(text, [], migration)).map((row) => row.migration_name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(1);
});

it('has another worker and another API go on where one is killed in the middle of a step', async () => {
  clusterId = await world.declareCluster();
  heir.send('SIGSTOP');
  const operation = await world.start('setUpCluster', { clusterId }, new ApiClient(url(mortal), world.client.token));
  await mortal.end('SIGKILL');
  expect(await doomed.end()).toBe('SIGKILL');
  expect((await leases()).map((row) => row.lease_owner)).toContain(owner(doomed));
  heir.send('SIGCONT');
  await world.follow(operation);
});

it('loses nothing where a worker is told to stop while there is work', async () => {
  const third = await start(['worker']);
  const operation = await world.start('createAccount', { clusterId, name: 'shop1' });
  expect(await heir.end('SIGTERM')).toBe(0);
  expect((await leases()).map((row) => row.lease_owner)).not.toContain(owner(heir));
  await world.follow(operation);
  expect(await third.end('SIGTERM')).toBe(0);
  expect((await leases()).map((row) => row.lease_owner)).toEqual([null, null]);
});
