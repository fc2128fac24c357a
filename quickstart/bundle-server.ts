import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from '../scripts/bundle-program.js';
import type { MadeHere } from '../src/made-here.js';

const root = join(__dirname, '..');

/**
 * The command line in one file, for servers that are started over and over.
 * @returns arguments of Node.js that start it
 */
export async function bundleServer(made: MadeHere): Promise<readonly string[]> {
  // Within the package, where it finds what it needs besides.
  const built = join(root, 'dist');
  mkdirSync(built, { recursive: true });
  const folder = mkdtempSync(join(built, `quickstart-${process.pid}-`));
  made.removedBy(async () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'hostwright.cjs');
  await bundleProgram(outfile);
  return [outfile];
}
