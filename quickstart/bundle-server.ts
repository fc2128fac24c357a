import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from '../scripts/bundle-program.js';
import type { MadeHere } from '../src/made-here.js';

const root = join(__dirname, '..');

/**
 * The command line in one file, for servers that are started over and over.
 * @returns arguments of Node.js that start it
 */
export function bundleServer(made: MadeHere): Promise<readonly string[]> {
  // Within the package, where it finds what it needs besides.
  const built = join(root, 'dist');
  let folder: string | undefined;
  const remove = async (): Promise<void> => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  return made.once(async () => {
    mkdirSync(built, { recursive: true });
    folder = mkdtempSync(join(built, `quickstart-${process.pid}-`));
    const outfile = join(folder, 'hostwright.cjs');
    await bundleProgram(outfile).catch(async (error: unknown) => {
      await remove();
      throw error;
    });
    return [outfile];
  }, remove);
}
