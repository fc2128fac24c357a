import { join } from 'node:path';
import { bundlesFolder } from './lib/bundles.js';
import { checkedApp } from './lib/checked-app.js';
import { HostwrightStack } from './lib/hostwright-stack.js';
import { settingsFrom } from './lib/settings.js';

const { CDK_OUTDIR: outdir = join(__dirname, 'cdk.out') } = process.env;
const app = checkedApp({ outdir });
new HostwrightStack(app, 'Hostwright', {
  description: 'Hostwright: API, workers and database',
  settings: settingsFrom((name) => app.node.tryGetContext(name)),
  bundles: bundlesFolder,
});
app.synth();
process.stdout.write(`synth: ${outdir}/Hostwright.template.json, with no finding that is not explained\n`);
