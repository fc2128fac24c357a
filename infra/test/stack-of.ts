import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { bundleNames } from '../lib/bundles.js';
import { checkedApp } from '../lib/checked-app.js';
import { HostwrightStack } from '../lib/hostwright-stack.js';
import { settingsFrom } from '../lib/settings.js';

/** The template of an installation with these settings; with code that does nothing, since none of it is looked at. */
export function templateOf(settings: Readonly<Record<string, unknown>> = {}): Template {
  const app = checkedApp({ outdir: mkdtempSync(join(tmpdir(), 'hostwright-synth-')) });
  const bundles = mkdtempSync(join(tmpdir(), 'hostwright-bundles-'));
  for (const name of bundleNames) {
    mkdirSync(join(bundles, name));
    writeFileSync(join(bundles, name, 'index.js'), `exports.handler = async () => '${name}';\n`);
  }
  const stack = new HostwrightStack(app, 'Hostwright', { settings: settingsFrom((name) => settings[name]), bundles });
  // As for a deployment, so that what is wrong fails here too.
  app.synth();
  return Template.fromStack(stack);
}
