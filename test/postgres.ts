import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { z } from 'zod';
import { connectPostgres } from '../src/edges/postgres/connect-postgres.js';
import { connectionOptions, withDatabase, type PostgresAddress } from '../src/edges/postgres/postgres-address.js';
import type { Database } from '../src/ports/sql.js';

export interface TestDatabase {
  readonly database: Database;
  readonly address: PostgresAddress;
  /** Closes the connections and drops the database. */
  end(): Promise<void>;
}

const socketAddress = z.object({
  socketDirectory: z.string(),
  port: z.int(),
  user: z.string(),
  database: z.string(),
});
const shared = z.object({ postgres: socketAddress });

/** Address of the test run's server; the database that it names is migrated, and only ever copied. */
export function testServer(): z.infer<typeof socketAddress> {
  return shared.parse(JSON.parse(process.env['HOSTWRIGHT_TEST_SHARED'] ?? 'null')).postgres;
}

/** A database of its own for a test file, on the server that the test run started. */
export async function testDatabase(options: { readonly migrated?: boolean } = {}): Promise<TestDatabase> {
  const server = testServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = options.migrated === false ? 'template0' : server.database;
  await administer(server, `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`);
  const address = withDatabase(server, name);
  const database = connectPostgres(address);
  return {
    database,
    address,
    end: async () => {
      await database.close();
      await administer(server, `DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
    },
  };
}

async function administer(server: PostgresAddress, statement: string): Promise<void> {
  const client = new Client(connectionOptions(withDatabase(server, 'postgres')));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
