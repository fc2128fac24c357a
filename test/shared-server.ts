import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleServer } from '../quickstart/bundle-server.js';
import { startEmbeddedPostgres } from '../src/edges/embedded/start-embedded-postgres.js';
import { migrate } from '../src/edges/postgres/migrate.js';
import { MadeHere } from '../src/made-here.js';

/**
 * What a whole test run shares: a PostgreSQL, and the command line in one file, which starts in a third of the time. Prints the
 * address of the one and the arguments of Node.js for the other as a line of JSON, and ends, with all it has written, when its
 * standard input does. That comes however the test run ends, so that nothing is left behind.
 */
async function serve(): Promise<void> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'hostwright-test-'));
  // The server runs as another user, who has to get there.
  await chmod(dataDirectory, 0o755);
  const ended = new Promise((resolve) => process.stdin.resume().once('end', resolve));
  const made = new MadeHere();
  const progress = (message: string): void => void process.stderr.write(`${message}\n`);
  try {
    const server = await startEmbeddedPostgres({ dataDirectory, progress, durable: false });
    try {
      await migrate(server.address, join(__dirname, '..', 'prisma', 'migrations'));
      const shared = { postgres: server.address, program: await bundleServer(made) };
      process.stdout.write(`${JSON.stringify(shared)}\n`);
      await ended;
    } finally {
      await server.stop();
    }
  } finally {
    await made.remove();
    await rm(dataDirectory, { recursive: true, force: true });
  }
}

// A terminal tells the whole group to stop; the test run decides when.
process.on('SIGINT', () => undefined);
serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
