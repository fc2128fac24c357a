import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { connectPostgres } from '../edges/postgres/connect-postgres.js';
import type { PostgresAddress } from '../edges/postgres/postgres-address.js';
import { storedLogin } from '../edges/secrets-manager/stored-login.js';
import type { Database } from '../ports/sql.js';
import type { DatabaseVariables } from './function-settings.js';

/** Where the function's database is, with the login that is kept for it. */
export async function databaseAddress(given: DatabaseVariables): Promise<PostgresAddress> {
  return {
    host: given.HOSTWRIGHT_DATABASE_HOST,
    port: given.HOSTWRIGHT_DATABASE_PORT,
    database: given.HOSTWRIGHT_DATABASE_NAME,
    ...(await storedLogin(new SecretsManagerClient(), given.HOSTWRIGHT_DATABASE_SECRET)),
  };
}

/** @param reserved connections that the function opens besides the pool's, of those that it may have */
export async function openDatabase(given: DatabaseVariables, reserved = 0): Promise<Database> {
  const connections = Math.max(1, given.HOSTWRIGHT_DATABASE_CONNECTIONS - reserved);
  return connectPostgres(await databaseAddress(given), { connections });
}
