import { join } from 'node:path';
import { migrate } from '../edges/postgres/migrate.js';
import { databaseVariables, readVariables } from './function-settings.js';
import { databaseAddress } from './open-database.js';

const given = readVariables(databaseVariables);

/** Brings the database to what this version asks for; called once by each deployment, before the other functions are replaced. */
export async function handler(): Promise<{ readonly applied: readonly string[] }> {
  return { applied: await migrate(await databaseAddress(given), join(__dirname, 'migrations')) };
}
