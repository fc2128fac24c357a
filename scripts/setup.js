// Makes a fresh clone ready to run: npm packages as locked, of the whole or of the folder that is named (infra). Plain JavaScript
// without dependencies, since it runs before there are any. Does nothing, quickly, when all is there.
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { join } = require('node:path');

const [folder = '.'] = process.argv.slice(2);
const root = join(__dirname, '..', folder);
const stamp = join(root, 'node_modules', '.hostwright-setup');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Hostwright needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

// Without "--" npm takes options for its own, warns, and runs the script without them.
const options = {
  start: { listen: ' ADDRESS:PORT', data: ' FOLDER', metrics: ' ADDRESS:PORT' },
  quickstart: { exit: '', port: ' PORT' },
  test: { thorough: '' },
};
const script = process.env.npm_lifecycle_event ?? '';
const taken = Object.entries(options[script] ?? {}).flatMap(([name, value]) => {
  const given = process.env[`npm_config_${name}`];
  if (given === undefined || given === '') return [];
  return [`--${name}${value === '' || given === 'true' ? value : ` ${given}`}`];
});
if (taken.length > 0) {
  const command = script === 'quickstart' ? 'npm run quickstart' : `npm ${script}`;
  console.error(`npm took an option for its own and would run without it; write: ${command} -- ${taken.join(' ')}`);
  process.exit(2);
}

const locked = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : undefined;

/** Whether npm says itself that all that is locked is there, as after `npm ci`; what is optional may be for other machines. */
function isInstalled() {
  const note = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const there = JSON.parse(readFileSync(note, 'utf8')).packages;
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([place]) => place !== '')
    .every(([place, { version, optional }]) =>
      there[place] === undefined ? optional === true : there[place].version === version,
    );
}

if (installed !== locked && !isInstalled()) {
  // With what development needs, which npm leaves out under NODE_ENV=production.
  console.log(`setup: installing npm packages${folder === '.' ? '' : ` of ${folder}`} as locked (about a minute) …`);
  execFileSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
if (installed !== locked) writeFileSync(stamp, `${locked}\n`);
