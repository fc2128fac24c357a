import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const othersMayEnter = 0o001;

/**
 * The outermost folder on the way to a folder, itself included, that its mode closes to other users; undefined where none is.
 * @param path absolute
 */
export async function closedFolder(path: string): Promise<string | undefined> {
  const parent = dirname(path);
  const further = parent === path ? undefined : await closedFolder(parent);
  if (further !== undefined) return further;
  return ((await stat(path)).mode & othersMayEnter) === 0 ? path : undefined;
}
