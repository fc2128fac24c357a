import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.js';

const coded = z.object({ code: z.string() });

/**
 * Makes a folder, and those that it is in, from the top. Not by the recursive way of Node.js, which never ends where the kernel
 * finds nothing in a folder that is there, as under `/proc`.
 * @param path absolute
 * @param mode of the folders that are made, whatever the mask of the process takes away: README has tokens made under `umask 077`
 * @throws AppError where the folder cannot be made
 */
export async function makeFolders(path: string, mode: number): Promise<void> {
  const parent = dirname(path);
  if (await isFolder(path)) return;
  if (parent !== path) await makeFolders(parent, mode);
  try {
    await mkdir(path, { mode });
    await chmod(path, mode);
  } catch (error) {
    // Somebody else may have made it meanwhile.
    if (await isFolder(path)) return;
    const code = coded.safeParse(error).data?.code ?? 'unknown';
    throw new AppError('BAD_REQUEST', `The folder ${path} cannot be made (${code}).`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
