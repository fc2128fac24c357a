import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { z } from 'zod';
import { storedKey } from '../edges/secrets-manager/stored-key.js';
import { worldOf, type World } from '../wiring/world.js';
import { worldSettings, worldVariables } from '../world-settings.js';
import { databaseVariables, keyVariables } from './function-settings.js';
import { openDatabase } from './open-database.js';

export const functionVariables = databaseVariables.extend(keyVariables.shape).extend(worldVariables.shape);

/**
 * What a function that works with clusters has of the world.
 * @param reserved connections to the database that it opens besides, of those that it may have
 */
export async function openWorld(given: z.infer<typeof functionVariables>, reserved = 0): Promise<World> {
  const [database, kek] = await Promise.all([
    openDatabase(given, reserved),
    storedKey(new SecretsManagerClient(), given.HOSTWRIGHT_KEY_SECRET),
  ]);
  return worldOf(database, kek, worldSettings(given));
}
