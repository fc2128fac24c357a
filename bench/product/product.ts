import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ApiClient } from '../../quickstart/api-client.js';
import { bundleServer } from '../../quickstart/bundle-server.js';
import { createFirstToken } from '../../src/commands/access/create-first-token.js';
import { startEmbeddedPostgres } from '../../src/edges/embedded/start-embedded-postgres.js';
import { randomIds } from '../../src/edges/node/random-ids.js';
import { connectPostgres } from '../../src/edges/postgres/connect-postgres.js';
import type { MadeHere } from '../../src/made-here.js';
import type { Database } from '../../src/ports/sql.js';

const root = join(__dirname, '..', '..');
const served = z.object({ url: z.string() });

/** Hostwright as it is served, a process of its own, on a PostgreSQL that belongs to the bench and writes as it does in use. */
export interface Product {
  readonly client: ApiClient;
  /** Arguments of Node.js that start its command line. */
  readonly program: readonly string[];
  readonly pid: number;
  /** Of the server of PostgreSQL, which started all others of it. */
  readonly databasePid: number;
  readonly database: Database;
  readonly databaseLog: string;
  readonly databaseAddress: {
    readonly socketDirectory: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  };
}

/** `serve` works on hosts too, `api` leaves that to nobody. */
export async function startProduct(
  made: MadeHere,
  command: 'serve' | 'api',
  variables: Readonly<Record<string, string>>,
  progress: (line: string) => void,
): Promise<Product> {
  const folder = await made.once(
    async () => mkdtempSync(join(tmpdir(), 'hw-bench-')),
    async (path) => rmSync(path, { recursive: true, force: true }),
  );
  // PostgreSQL runs as another user, who has to get there.
  chmodSync(folder, 0o755);
  const dataDirectory = join(folder, 'postgresql');
  const postgres = await made.once(
    () => startEmbeddedPostgres({ dataDirectory, progress }),
    (server) => server.stop(),
  );
  const { address } = postgres;
  if (!('socketDirectory' in address)) throw new Error('the embedded PostgreSQL listens on a socket');
  const { socketDirectory, port, user, database: name } = address;
  const program = await bundleServer(made);
  const [pid, url] = await made.once(
    () =>
      serve([...program, command, '--json', '--data', folder, '--listen', '127.0.0.1:0'], {
        DATABASE_URL: `postgres://${user}@/${name}?host=${encodeURIComponent(socketDirectory)}&port=${port}`,
        ...variables,
      }),
    ([, , stop]) => stop(),
  );
  const database = await made.once(
    async () => connectPostgres(address),
    (connected) => connected.close(),
  );
  const token = await createFirstToken(database, randomIds, { tenant: 'bench', name: 'bench', role: 'ADMIN' });
  const [firstLine = ''] = readFileSync(join(dataDirectory, 'cluster', 'postmaster.pid'), 'utf8').split('\n');
  return {
    databaseLog: join(dataDirectory, 'postgresql.log'),
    ...{ program, pid, database, databaseAddress: address, databasePid: Number(firstLine) },
    client: new ApiClient(url, token),
  };
}

async function serve(
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<[number, string, () => Promise<void>]> {
  const child = spawn(process.execPath, args, {
    ...{ cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    env: { ...process.env, ...variables },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = `${said}${text}`.slice(-4_000)));
  const ended = once(child, 'close');
  const line = once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text));
  const refused = ended.then(() => {
    throw new Error(`hostwright ended before it served: ${said}`);
  });
  const { url } = served.parse(JSON.parse(await Promise.race([line, refused])));
  refused.catch(() => undefined);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  return [child.pid ?? 0, url, stop];
}
