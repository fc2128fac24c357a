// Makes a fresh clone ready to run: npm packages as locked, and the generated Prisma client. Plain JavaScript without
// dependencies, since it runs before there are any. Does nothing, quickly, when all is there.
const { execFileSync } = require('node:child_process');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { createHash } = require('node:crypto');
const { join } = require('node:path');

const root = join(__dirname, '..');
const stamp = join(root, 'node_modules', '.hostwright-setup');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Hostwright needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

function fingerprint(...files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

const packages = fingerprint('package-lock.json');
const schema = fingerprint('prisma/schema.prisma', 'prisma.config.ts');
const [seenPackages, seenSchema] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split('\n') : [];
const run = (command, args) => execFileSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });

if (seenPackages !== packages) {
  console.log('setup: installing npm packages as locked (about a minute) …');
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
}
if (seenPackages !== packages || seenSchema !== schema || !existsSync(join(root, 'src/edges/prisma/generated'))) {
  console.log('setup: generating the Prisma client …');
  run(process.execPath, [join(root, 'node_modules/prisma/build/index.js'), 'generate', '--no-hints']);
  writeFileSync(stamp, `${packages}\n${schema}\n`);
}
