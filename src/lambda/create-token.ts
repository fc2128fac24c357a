import { z } from 'zod';
import { createFirstToken } from '../commands/access/create-first-token.js';
import { role } from '../commands/caller.js';
import { randomIds } from '../edges/node/random-ids.js';
import { databaseVariables, readVariables } from './function-settings.js';
import { openDatabase } from './open-database.js';

const given = readVariables(databaseVariables);

const asked = z.strictObject({
  tenant: z.string().min(1).max(100).default('default'),
  name: z.string().min(1).max(100).default('made by its function'),
  role: role.default('ADMIN'),
});

/**
 * Makes an API token by right of whoever may call this function, as `hostwright token create` does on a machine: the first one, and
 * one where all others are lost. The answer is the only place where it can be read.
 */
export async function handler(event: unknown): Promise<{ readonly token: string }> {
  const wanted = asked.parse(event);
  const database = await openDatabase(given);
  try {
    return { token: await createFirstToken(database, randomIds, wanted) };
  } finally {
    await database.close();
  }
}
