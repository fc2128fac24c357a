import { startEmbeddedPostgres } from '../../../../src/edges/embedded/start-embedded-postgres.js';

/** A process that uses the embedded PostgreSQL of a folder until its input ends; says `ready` once it does. */
async function use(): Promise<void> {
  const server = await startEmbeddedPostgres({ dataDirectory: process.argv[2] ?? '', progress: () => undefined });
  process.stdin.resume().once('end', () => void server.stop());
  process.stdout.write('ready\n');
}

void use();
