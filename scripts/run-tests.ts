import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { labUnavailable } from '../test/lab/lab-unavailable.js';

/** What one stage counted. A stage that could not count (the linter) is one check. */
interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

interface Stage {
  readonly name: string;
  run(): Promise<Count>;
}

const usage = `npm test [-- STAGE…]        runs lint, types, unit, api and lab tests, or only the stages named

  --require-lab               fail when the lab cannot run here
  --thorough                  everything where a part stands for the whole: every breakage, cut and death (30 min)
  --help                      this text`;

const jestSummary = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numFailedTestSuites: z.int(),
  numRuntimeErrorTestSuites: z.int(),
});

const bin = (name: string): string => join(__dirname, '..', 'node_modules', '.bin', name);
/** A third of the time of the compiler that the linter needs; both are called `tsc`. */
const nativeCompiler = join('..', 'typescript-native', 'bin', 'tsc');

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], cwd: join(__dirname, '..') });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function check(command: string, ...args: readonly string[]): () => Promise<Count> {
  return async () => {
    const code = await run(bin(command), args);
    return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  };
}

function oneAfterTheOther(...checks: readonly (() => Promise<Count>)[]): () => Promise<Count> {
  return async () => {
    const total: Count = { passed: 0, failed: 0, skipped: 0 };
    for (const next of checks) add(total, await next());
    return total;
  };
}

function add(total: Count, count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

async function jest(project: string, ...args: readonly string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'hostwright-jest-'));
  const output = join(folder, 'result.json');
  try {
    const code = await run(bin('jest'), ['--selectProjects', project, '--json', '--outputFile', output, ...args]);
    const result = jestSummary.parse(JSON.parse(readFileSync(output, 'utf8')));
    const brokenSuites = result.numRuntimeErrorTestSuites;
    const failed = result.numFailedTests + brokenSuites;
    return {
      passed: result.numPassedTests,
      failed: failed === 0 && code !== 0 ? 1 : failed,
      skipped: result.numPendingTests,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Hosts wait more than they compute: four labs at once, for two cores. So many concurrent tests of one file may wait for a host while
 * others use theirs. A connection to a host that went down with its lab may linger until its keepalive gives it up; nobody waits
 * for that.
 */
const onHosts = ['--maxWorkers=4', '--maxConcurrency=64', '--forceExit'];

/** The lab boots real hosts, with no other stage beside it; where it cannot run, its tests are counted without being run. */
async function lab(requireLab: boolean): Promise<Count> {
  const reason = labUnavailable();
  if (reason === undefined) return jest('lab', ...onHosts);
  console.log(`lab tests skipped: ${reason}`);
  const { skipped } = await jest('lab', '--runInBand', '--silent', '--testNamePattern', '^$');
  return { passed: 0, failed: requireLab ? 1 : 0, skipped };
}

async function runStage(stage: Stage): Promise<Count> {
  const { name } = stage;
  const started = Date.now();
  console.log(`── ${name} …`);
  const count = await stage.run();
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`── ${name}: ${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped (${seconds} s)`);
  return count;
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(usage);
    return 0;
  }
  const requireLab = args.includes('--require-lab');
  if (args.includes('--thorough')) process.env['HOSTWRIGHT_THOROUGH'] = '1';
  const wanted = args.filter((argument) => argument !== '--require-lab' && argument !== '--thorough');
  // What reads the sources only runs at once; the others load a machine by themselves.
  const reading: readonly Stage[] = [
    { name: 'format', run: check('prettier', '--check', '--log-level', 'warn', '.') },
    {
      name: 'lint',
      run: oneAfterTheOther(check('eslint', '.'), check('knip', '--no-progress', '--treat-config-hints-as-errors')),
    },
    { name: 'imports', run: check('depcruise', '--config', '.dependency-cruiser.js', 'src') },
    { name: 'types', run: check(nativeCompiler, '-p', '.') },
  ];
  const loading: readonly Stage[] = [
    // For two cores: tests of the API wait now and then, for timers and for programs that they start.
    { name: 'unit', run: () => jest('unit', '--maxWorkers=2') },
    { name: 'api', run: () => jest('api', '--maxWorkers=3') },
    { name: 'lab', run: () => lab(requireLab) },
  ];
  const stages = [...reading, ...loading];
  const unknown = wanted.filter((name) => !stages.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    console.error(`Unknown stage ${unknown.join(', ')}. Stages: ${stages.map((stage) => stage.name).join(', ')}.`);
    return 2;
  }
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const isWanted = ({ name }: Stage): boolean => wanted.length === 0 || wanted.includes(name);
  for (const count of await Promise.all(reading.filter(isWanted).map(runStage))) add(total, count);
  for (const stage of loading.filter(isWanted)) add(total, await runStage(stage));
  if (total.skipped > 0) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
