import { accessSync, constants, statSync } from 'node:fs';

/** Whether there is a file, and whoever runs this may read it. */
export function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
