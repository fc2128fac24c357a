import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ApiClient } from '../../../quickstart/api-client.js';
import { followOperation } from '../../../quickstart/follow-operation.js';
import { readKeyFile } from '../../../src/edges/keyfile/key-file.js';
import { connectPostgres } from '../../../src/edges/postgres/connect-postgres.js';
import { importDatabase } from '../../../src/moving/import-database.js';
import type { Database } from '../../../src/ports/sql.js';
import { DebianPostgres, hasDebianPostgres } from '../../debian-postgres.js';
import { testDatabase, testServer } from '../../postgres.js';
import { tableRows } from '../../table-rows.js';
import { until } from '../../until.js';
import { runHostwright } from '../cli/run-hostwright.js';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { HostwrightProcess } from '../processes/hostwright-process.js';
import { Receiver, type Received } from '../webhooks/receiver.js';

jest.setTimeout(300_000);

const passphrase = 'long way to another machine';
const urlLine = z.object({ url: z.string() });
const made = z.object({ webhookEndpoint: z.object({ id: z.string() }), secret: z.string() });
const summary = z.object({ rows: z.int(), closed: z.boolean(), tables: z.array(z.object({ name: z.string() })) });
const fenceRow = z.object({ name: z.string(), fence: z.bigint() });
const failure = z.object({ operation: z.object({ state: z.string(), failure: z.unknown() }) });
// Debian 12 is the lab's system; elsewhere there is no PostgreSQL 15 to move to.
const onDebian = hasDebianPostgres ? describe : describe.skip;

type Variables = Readonly<Record<string, string>>;

onDebian('an installation that moves', () => {
  let folder: string;
  let world: FleetWorld;
  let debian: DebianPostgres;
  let receiver: Receiver;
  let old: Variables;
  let moved: Variables;
  let running: HostwrightProcess | undefined;
  let secret: string;
  let endpointId: string;
  let clusterId: string;
  const file = (name: string): string => join(folder, name);

  async function serve(variables: Variables): Promise<ApiClient> {
    running = await HostwrightProcess.start(['serve'], variables);
    return new ApiClient(urlLine.parse(JSON.parse(running.ready)).url, world.client.token);
  }

  async function stop(): Promise<void> {
    await running?.end('SIGTERM');
    running = undefined;
  }

  function hostwright(variables: Variables, ...args: string[]): Promise<{ code: unknown; said: string }> {
    return runHostwright(args, undefined, { ...variables, HOSTWRIGHT_LOG: 'warn' });
  }

  const sealed = (...args: string[]): string[] => [...args, '--passphrase-file', file('passphrase')];

  function opened(variables: Variables): Database {
    return connectPostgres({ url: variables['DATABASE_URL'] ?? '' });
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hw-move-'));
    await writeFile(file('passphrase'), `${passphrase}\n`);
    await writeFile(file('another'), 'quite another passphrase\n');
    [debian, receiver] = await Promise.all([DebianPostgres.start(), Receiver.open()]);
    world = await FleetWorld.open(2, async (variables) => {
      old = variables;
      running = await HostwrightProcess.start(['serve'], variables);
      return { url: urlLine.parse(JSON.parse(running.ready)).url, stop };
    });
    const { socketDirectory, port, user, database } = await debian.createDatabase('hostwright', 'hostwright');
    const url = `postgres://${user}@/${database}?host=${encodeURIComponent(socketDirectory)}&port=${port}`;
    moved = { ...old, HOSTWRIGHT_DATA: file('new'), DATABASE_URL: url };
    clusterId = await world.declareCluster();
    const endpoint = { idempotencyKey: randomUUID(), url: receiver.url };
    const selection = 'webhookEndpoint { id } secret';
    const { webhookEndpoint, secret: shown } = await world.client.mutate(
      ...(['createWebhookEndpoint', 'CreateWebhookEndpointInput', selection, endpoint, made] as const),
    );
    endpointId = webhookEndpoint.id;
    secret = shown;
    await world.follow(await world.start('setUpCluster', { clusterId }));
  });
  afterAll(async () => {
    await world.close();
    await receiver.close();
    await debian.stop();
    await rm(folder, { recursive: true });
  });

  it('is exported only while nothing of it runs, unless a copy is asked for', async () => {
    const refused = await hostwright(old, ...sealed('db', 'export', file('early')));
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('Hostwright still runs on this database');
    await expect(stat(file('early'))).rejects.toThrow('ENOENT');
    const copied = await hostwright(old, ...sealed('db', 'export', file('copy'), '--copy'));
    expect(copied).toMatchObject({ code: 0 });
    await stop();
  });

  it('is closed by its export, whose file holds no secret', async () => {
    const { code, said } = await hostwright(old, ...sealed('db', 'export', file('whole'), '--json'));
    expect({ code, said }).toMatchObject({ code: 0 });
    const told = summary.parse(JSON.parse(said.trim().split('\n').at(-1) ?? ''));
    expect(told.closed).toBe(true);
    expect(said).toContain(`of ${told.tables.length} tables: `);
    expect((await stat(file('whole'))).mode & 0o777).toBe(0o600);
    const text = await readFile(file('whole'), 'utf8');
    const { key } = await readKeyFile(join(old['HOSTWRIGHT_DATA'] ?? '', 'key'), false);
    const body = world.key.split('\n').slice(1, -2);
    const never = [...body, secret.slice('whsec_'.length), key.toString('base64'), key.toString('hex'), passphrase];
    for (const value of never) {
      expect(text).not.toContain(value);
      expect(text).not.toContain(Buffer.from(value).toString('base64').slice(2, -4));
    }
    const again = await hostwright(old, 'serve');
    expect(again.code).toBe(1);
    expect(again.said).toContain('and closed');
  });

  it('is refused, with nothing written, where file, passphrase or place are not as they have to be', async () => {
    const target = await testDatabase();
    const { database } = target;
    const kek = { id: 'file', key: Buffer.alloc(32, 7) };
    const read = (name: string, given = passphrase): Promise<unknown> =>
      importDatabase({ database, kek, passphrase: given, file: file(name), progress: () => undefined });
    try {
      const whole = await readFile(file('whole'));
      const flipped = Buffer.from(whole);
      flipped[whole.length - 10] = (flipped[whole.length - 10] ?? 0) ^ 1;
      const inHeader = Buffer.from(whole.toString('latin1').replace('"closed":true', '"closed":false'), 'latin1');
      const newer = Buffer.from(whole.toString('latin1').replace('"formatVersion":1', '"formatVersion":2'), 'latin1');
      await Promise.all([
        writeFile(file('flipped'), flipped),
        writeFile(file('header'), inHeader),
        writeFile(file('newer'), newer),
        writeFile(file('short'), whole.subarray(0, whole.length - 1_000)),
        writeFile(file('text'), 'something else\n'),
      ]);
      const before = await tableRows(database);
      await expect(read('whole', 'quite another passphrase')).rejects.toThrow('The passphrase is not the one');
      await expect(read('flipped')).rejects.toThrow('is damaged: it is not what was exported');
      await expect(read('header')).rejects.toThrow('is damaged at its beginning');
      await expect(read('newer')).rejects.toThrow('has version 2 of the format');
      await expect(read('short')).rejects.toThrow('ends too early: 1000 bytes are missing');
      await expect(read('text')).rejects.toThrow('was not written by "hostwright db export"');
      await expect(read('nothing')).rejects.toThrow('cannot be read');
      const future = `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', $1, now())`;
      await database.execute(future, ['29990101000000_future']);
      await expect(read('whole')).rejects.toThrow('This database is of newer migrations than');
      await database.execute(`DELETE FROM _prisma_migrations WHERE id = 'x'`, []);
      expect(await tableRows(database)).toEqual(before);
      await database.execute(`INSERT INTO tenant (id, name) VALUES ($1, 'here before')`, [randomUUID()]);
      await expect(read('whole')).rejects.toThrow('This installation is not empty: there are rows in tenant');
    } finally {
      await target.end();
    }
  });

  it('is on PostgreSQL 15 what it was, row by row', async () => {
    const wrong = await hostwright(moved, 'db', 'import', file('whole'), '--passphrase-file', file('another'));
    expect(wrong).toMatchObject({ code: 1 });
    const { code, said } = await hostwright(moved, ...sealed('db', 'import', file('whole')));
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(said).toContain('Then repair every cluster once');
    const there = opened(moved);
    try {
      expect(await content(there)).toEqual(await content(world.server.database));
      const [before, after] = await Promise.all([fences(world.server.database), fences(there)]);
      expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name));
      for (const { fence } of after) expect(fence).toBe(2n ** 32n);
      // What was there moved into an empty place, and the next event goes on behind the last.
      const next = await there.query(`SELECT nextval('event_seq_seq') AS fence, '' AS name`, [], fenceRow);
      const last = await there.query(`SELECT max(seq) AS fence, '' AS name FROM event`, [], fenceRow);
      expect(next[0]?.fence).toBe((last[0]?.fence ?? 0n) + 1n);
    } finally {
      await there.close();
    }
    expect((await hostwright(moved, ...sealed('db', 'import', file('whole')))).said).toContain('is not empty');
  });

  it('works on with its secrets, and hosts refuse the one that it was', async () => {
    const client = await serve(moved);
    const repairing = await world.start('repairCluster', { clusterId }, client);
    await followOperation(
      () => client,
      repairing,
      () => undefined,
    );
    const probe = { idempotencyKey: randomUUID(), webhookEndpointId: endpointId };
    await client.mutate(
      'probeWebhookEndpoint',
      'ProbeWebhookEndpointInput',
      'webhookDelivery { id }',
      probe,
      z.unknown(),
    );
    const probes = (): readonly Received[] => receiver.received.filter(({ type }) => type === 'webhook.probe');
    await until('the probe arrives', () => probes().length > 0);
    for (const arrived of probes()) expect(() => arrived.verify(secret)).not.toThrow();
    await stop();

    expect((await hostwright(old, 'db', 'reopen')).said).toContain('It is open again.');
    const former = await serve(old);
    const late = await world.start('createAccount', { clusterId, name: 'toolate' }, former);
    const ended = async (): Promise<z.infer<typeof failure>['operation']> => {
      const query = 'query($id: ID!) { operation(id: $id) { state failure { message } } }';
      return (await former.request(query, { id: late }, failure)).operation;
    };
    await until('the host refused it', async () => (await ended()).state === 'FAILED', 60_000);
    expect(JSON.stringify((await ended()).failure)).toContain('fence');
    await stop();
  });

  it('comes back to PostgreSQL 17 by the same way', async () => {
    const back = await testDatabase({ migrated: false });
    try {
      const { user, socketDirectory, port } = testServer();
      const name = 'database' in back.address ? back.address.database : '';
      const home = {
        ...old,
        HOSTWRIGHT_DATA: file('home'),
        DATABASE_URL: `postgres://${user}@/${name}?host=${encodeURIComponent(socketDirectory)}&port=${port}`,
      };
      expect(await hostwright(moved, ...sealed('db', 'export', file('back')))).toMatchObject({ code: 0 });
      expect(await hostwright(home, ...sealed('db', 'import', file('back')))).toMatchObject({ code: 0 });
      const there = opened(moved);
      try {
        expect(await content(back.database)).toEqual(await content(there));
      } finally {
        await there.close();
      }
      for (const { fence } of await fences(back.database)) expect(fence).toBe(2n ** 33n);
    } finally {
      await back.end();
    }
  });
});

/** Every row but for what is of the place; told by another query than the one that moves. */
async function content(database: Database): Promise<Readonly<Record<string, unknown>>> {
  const ofPlace = ['fence', 'settled_fence', 'lease_owner', 'lease_until', 'lease_task_id', 'wrapped_dek', 'kek_id'];
  const rows = await tableRows(database);
  return Object.fromEntries(
    Object.entries(rows)
      .filter(([name]) => name !== 'installation' && name !== '_prisma_migrations')
      .map(([name, text]) => {
        const without = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(text));
        const ofTable = name === 'host' || name === 'secret' ? ofPlace : [];
        const kept = without.map((row) =>
          Object.fromEntries(Object.entries(row).filter(([key]) => !ofTable.includes(key))),
        );
        return [name, kept.map((row) => JSON.stringify(row)).sort()];
      }),
  );
}

function fences(database: Database): Promise<z.infer<typeof fenceRow>[]> {
  return database.query('SELECT name, fence FROM host ORDER BY name', [], fenceRow);
}
