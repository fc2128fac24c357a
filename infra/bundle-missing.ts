import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleNames, bundlesFolder, type BundleName } from './lib/bundles.js';

const sources = join(__dirname, '..', 'src');

/** What a bundle is made of where `npm run bundle` made none: enough to synthesise and to see its size, not to be deployed. */
const heartOf: Readonly<Record<BundleName, string>> = {
  api: 'app.ts',
  'run-task': 'workers/run-task.ts',
  'deliver-webhook': 'workers/deliver-webhook.ts',
  sweep: 'workers/sweep.ts',
  'sweep-webhooks': 'workers/sweep-webhooks.ts',
  migrate: 'edges/postgres/migrate.ts',
};

for (const name of bundleNames) {
  const outfile = join(bundlesFolder, name, 'index.js');
  if (existsSync(outfile)) continue;
  process.stdout.write(`synth: bundling ${heartOf[name]} as ${name}, for synthesis only …\n`);
  buildSync({
    entryPoints: [join(sources, heartOf[name])],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    // Optional native parts, which are looked for and done without.
    external: ['*.node', 'cpu-features', 'pg-native', 'pg-cloudflare', 'class-validator'],
    logLevel: 'error',
  });
}
