import { openInstallation, type Installation, type Opening } from '../installation.js';
import { settingsFrom } from '../settings.js';

/** Says on standard error how far something is. */
export function say(message: string): void {
  console.error(`hostwright: ${message}`);
}

/**
 * Does something with an installation as a whole, over one connection, so that whoever else is connected is somebody else.
 */
export async function onInstallation<T>(
  data: string | undefined,
  opening: Opening,
  work: (installation: Installation) => Promise<T>,
): Promise<T> {
  const settings = settingsFrom({ ...process.env, ...(data === undefined ? {} : { HOSTWRIGHT_DATA: data }) });
  const installation = await openInstallation({ ...settings, databaseConnections: 1 }, say, opening);
  try {
    return await work(installation);
  } finally {
    await installation.close();
  }
}
