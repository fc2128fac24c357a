import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunction } from './bundle-function.js';
import { functionNames } from './function-names.js';

const root = join(__dirname, '..');
const folder = join(root, 'dist', 'lambda');

/** Every function of AWS Lambda as a folder of its own, to be uploaded as it is. */
async function bundleFunctions(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await Promise.all(functionNames.map((name) => bundleFunction(name, join(folder, name, 'index.js'))));
  cpSync(join(root, 'prisma', 'migrations'), join(folder, 'migrate', 'migrations'), { recursive: true });
}

bundleFunctions().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
