import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { databaseFiles, databaseMajor } from '../edges/embedded/database-files.js';
import { listenOn } from '../edges/node/listen-on.js';
import type { Settings } from '../settings.js';
import { apiListener } from './start-answering.js';

/**
 * Before anything is made for a process that cannot answer. A data folder that has its database already says more: whose server it is
 * that listens.
 * @throws AppError where the API cannot be opened where it shall be
 */
export async function refuseTakenPort({ databaseUrl, dataDirectory, listen }: Settings): Promise<void> {
  const files = databaseFiles(join(dataDirectory, 'postgresql'));
  if (databaseUrl === undefined && (await databaseMajor(files)) !== undefined) return;
  const server = createServer();
  await listenOn(server, listen, apiListener);
  server.close();
  await once(server, 'close');
}
