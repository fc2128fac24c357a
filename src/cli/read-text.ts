import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';

const standardInput = '-';

/** The text of a file, or of standard input for `-`; what has bytes that are no text is refused. */
export function readText(file: string, refuse: (message: string) => never): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === standardInput ? 0 : file);
  } catch (error) {
    return refuse(`error: ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isUtf8(bytes) || bytes.includes(0)) return refuse(`error: ${file} is no text; give YAML or JSON in UTF-8`);
  return bytes.toString('utf8');
}
