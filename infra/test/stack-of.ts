import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { functionNames } from '../../scripts/function-names.js';
import { checkedApp } from '../lib/checked-app.js';
import { HostwrightStack } from '../lib/hostwright-stack.js';
import { settingsFrom } from '../lib/settings.js';

/** The template of an installation with these settings; with code that does nothing, since none of it is looked at. */
export function templateOf(settings: Readonly<Record<string, unknown>> = {}): Template {
  const folder = mkdtempSync(join(tmpdir(), 'hostwright-synth-'));
  try {
    const app = checkedApp({ outdir: join(folder, 'out') });
    const bundles = join(folder, 'bundles');
    for (const name of functionNames) {
      mkdirSync(join(bundles, name), { recursive: true });
      writeFileSync(join(bundles, name, 'index.js'), `exports.handler = async () => '${name}';\n`);
    }
    const stack = new HostwrightStack(app, 'Hostwright', { settings: settingsFrom((name) => settings[name]), bundles });
    // As for a deployment, so that what is wrong fails here too.
    app.synth();
    return Template.fromStack(stack);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
