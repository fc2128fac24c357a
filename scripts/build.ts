import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildIde } from './build-ide.js';
import { bundleProgram } from './bundle-program.js';

const dist = join(__dirname, '..', 'dist');

/** What is published besides sources that are read as they are. Functions of AWS Lambda lie beside it, and are left alone. */
async function build(): Promise<void> {
  const [cli, ide] = [join(dist, 'cli'), join(dist, 'ide')];
  for (const folder of [cli, ide]) rmSync(folder, { recursive: true, force: true });
  await bundleProgram(join(cli, 'main.js'));
  await buildIde(ide);
}

build().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
