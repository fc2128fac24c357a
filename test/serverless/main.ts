import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackages } from '../lab/lab-packages.js';
import { labUnavailable } from '../lab/lab-unavailable.js';
import { say } from './say.js';
import { synthesise } from './synthesise.js';

const usage = `npm run test:serverless [-- PATTERN]

Runs the functions of AWS Lambda on this machine: the built bundles by AWS's own runtime client, with what the synthesised stack
tells them, messages in a server of the SQS protocol, Debian's PostgreSQL 15, real lab hosts. Needs Debian and root, and installs
what else it needs. PATTERN chooses tests by their file.`;

const root = join(__dirname, '..', '..');
const runtime = join('test', 'serverless', 'runtime');
/** What AWS's runtime client is compiled with, and what the tests start. */
const packages = {
  'postgresql-15': ['/usr/lib/postgresql/15/bin/initdb'],
  cmake: ['/usr/bin/cmake'],
  'g++': ['/usr/bin/g++'],
  make: ['/usr/bin/make'],
  python3: ['/usr/bin/python3', '/usr/local/bin/python3'],
  'xz-utils': ['/usr/bin/xz'],
  openssl: ['/usr/bin/openssl'],
};

/** AWS's client has a part in C++, which its package compiles as it is installed, unless npm was told to run no such scripts. */
function installRuntime(): void {
  execFileSync(process.execPath, ['scripts/setup.js', 'infra'], { cwd: root, stdio: 'inherit' });
  say('AWS’s runtime client; where it is missing it is compiled now, which takes two minutes');
  execFileSync(process.execPath, ['scripts/setup.js', runtime], { cwd: root, stdio: 'inherit' });
  if (existsSync(join(root, runtime, 'node_modules', 'aws-lambda-ric', 'rapid-client.node'))) return;
  execFileSync('npm', ['rebuild', 'aws-lambda-ric', '--ignore-scripts=false'], {
    cwd: join(root, runtime),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

function main(args: readonly string[]): number {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const unavailable = labUnavailable();
  if (unavailable !== undefined) {
    console.error(`test:serverless: ${unavailable}`);
    return 1;
  }
  installPackages(packages, say);
  installRuntime();
  const folder = mkdtempSync(join(tmpdir(), 'hostwright-synthesised-'));
  try {
    say('bundles and template');
    synthesise(folder);
    // A connection to a host that went down with its lab may linger until its keepalive gives it up.
    const jest = ['--selectProjects', 'serverless', '--runInBand', '--verbose', '--forceExit'];
    const { status } = spawnSync(join(root, 'node_modules', '.bin', 'jest'), [...jest, ...args], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        HOSTWRIGHT_SYNTHESISED: folder,
        // Functions run on the version that AWS runs them on; the tests beside them need not.
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      },
    });
    return status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main(process.argv.slice(2));
