import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { makeFolders } from '../node/make-folders.js';
import { AppError } from '../../domain/app-error.js';

const keyBytes = 32;
const missing = z.object({ code: z.literal('ENOENT') });
const there = z.object({ code: z.literal('EEXIST') });

/** What to do where a key is not the one of the database. */
export const copyIt = 'copy the file "key" from the data folder of the machine where Hostwright was started first.';

/** The key that encrypts all others of an embedded installation. */
export interface KeyEncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Reads the key file, made at the first start. Losing it loses every stored secret; so keep it, but not in the same backup as
 * the database.
 * @param make whether a missing one is made
 * @throws AppError when somebody else could read it, it holds no key, or it is missing and not made
 */
export async function readKeyFile(path: string, make = true): Promise<KeyEncryptionKey> {
  const found = await stat(path).catch((error: unknown) => {
    if (missing.safeParse(error).success) return undefined;
    throw error;
  });
  if (found === undefined) {
    if (!make) throw new AppError('UNAVAILABLE', `There is no key at ${path}, but secrets are stored; ${copyIt}`);
    await create(path);
  }
  const { mode, uid } = await stat(path);
  if ((mode & 0o077) !== 0 || uid !== process.getuid?.()) {
    throw new AppError('UNAVAILABLE', `${path} may be read by others; make it yours and run: chmod 600 ${path}`);
  }
  const key = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64');
  if (key.length !== keyBytes) throw new AppError('UNAVAILABLE', `${path} does not hold a key of ${keyBytes} bytes`);
  return { id: 'file', key };
}

/** Appears complete or not at all; two that start at once agree on the first one's. */
async function create(path: string): Promise<void> {
  await makeFolders(dirname(path), 0o755);
  // Not named by the process id, which is the same at every start of a container: one that died here would be in the way.
  const temporary = `${path}.${randomBytes(8).toString('hex')}`;
  const file = await open(temporary, 'wx', 0o600);
  await file.writeFile(`${randomBytes(keyBytes).toString('base64')}\n`);
  await file.sync();
  await file.close();
  await link(temporary, path).catch((error: unknown) => {
    if (!there.safeParse(error).success) throw error;
  });
  await rm(temporary);
  // The name has to survive a power cut as long as the secrets that need it.
  const directory = await open(dirname(path));
  await directory.sync();
  await directory.close();
}
