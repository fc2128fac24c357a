import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIde } from './build-ide.js';
import { bundleProgram } from './bundle-program.js';

const dist = join(__dirname, '..', 'dist');

/** What is published besides sources that are read as they are. */
async function build(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  await bundleProgram(join(dist, 'cli', 'main.js'));
  await buildIde(join(dist, 'ide'));
}

build().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
