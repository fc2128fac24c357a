import { readFileSync } from 'node:fs';

const standardInput = '-';

/** The text of a file, or of standard input for `-`. */
export function readText(file: string, refuse: (message: string) => never): string {
  try {
    return readFileSync(file === standardInput ? 0 : file, 'utf8');
  } catch (error) {
    return refuse(`error: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
