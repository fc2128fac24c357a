import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

/** Hosts and receivers of these tests are on this machine. */
const settings = { allowNetworks: '127.0.0.0/8', webhookNetworks: '127.0.0.0/8' };

/** Makes the bundles and the template as for a deployment, with all that would be uploaded, in a folder. */
export function synthesise(folder: string): void {
  const run = (script: string, env: Readonly<Record<string, string>> = {}): void =>
    void execFileSync(process.execPath, ['--require', 'tsx/cjs', join(root, script)], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env },
    });
  run('scripts/bundle-functions.ts');
  run('infra/app.ts', { CDK_OUTDIR: folder, CDK_CONTEXT_JSON: JSON.stringify(settings) });
}
