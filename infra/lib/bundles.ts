import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName as BundleName } from '../../scripts/function-names.js';

export const bundlesFolder = join(__dirname, '..', '..', 'dist', 'lambda');

/** @throws Error that says how to make it, where it is missing */
export function bundle(name: BundleName, folder: string): Code {
  const made = join(folder, name);
  if (!existsSync(join(made, 'index.js')))
    throw new Error(`${made}/index.js is missing; run \`npm run bundle\` at the project's root.`);
  return Code.fromAsset(made);
}
