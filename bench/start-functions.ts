import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleFunction, functionNames } from '../scripts/bundle-function.js';

const rounds = 11;
const megabyte = 1_000_000;
const figure = z.object({ wallMs: z.number(), cpuMs: z.number(), residentMb: z.number() });
type Figure = z.infer<typeof figure>;

/** Loads a function as its runtime does at a cold start, and says what that took. */
const load = `
globalThis.awslambda = { streamifyResponse: (handler) => handler };
const before = process.cpuUsage();
const begun = process.hrtime.bigint();
require(process.argv[1]);
const wallMs = Number(process.hrtime.bigint() - begun) / 1e6;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1e3, residentMb: process.memoryUsage().rss / 1e6 }));
process.exit(0);`;

const variables = {
  HOSTWRIGHT_DATABASE_HOST: 'database.example',
  HOSTWRIGHT_DATABASE_NAME: 'hostwright',
  HOSTWRIGHT_DATABASE_SECRET: 'login',
  HOSTWRIGHT_KEY_SECRET: 'key',
  HOSTWRIGHT_TASK_QUEUE: 'https://queue.example/tasks',
  HOSTWRIGHT_DELIVERY_QUEUE: 'https://queue.example/deliveries',
  AWS_REGION: 'eu-central-1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

function start(bundle: string): Figure {
  const env = { ...process.env, ...variables };
  return figure.parse(JSON.parse(execFileSync(process.execPath, ['-e', load, bundle], { env, encoding: 'utf8' })));
}

function median(figures: readonly number[]): number {
  return [...figures].sort((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Size of each function's bundle and what loading it takes, interleaved, as medians; written to `bench/results/functions.json`. */
async function measure(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hw-bench-functions-'));
  try {
    const bundleOf = (name: string): string => join(folder, name, 'index.js');
    await Promise.all(functionNames.map((name) => bundleFunction(name, bundleOf(name))));
    const figures = new Map(functionNames.map((name): [string, Figure[]] => [name, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const [name, list] of figures) list.push(start(bundleOf(name)));
    const functions = functionNames.map((name) => {
      const list = figures.get(name) ?? [];
      return {
        name,
        megabytes: rounded(statSync(bundleOf(name)).size / megabyte, 2),
        mustMegabytes: name === 'api' ? 5 : 3,
        loadMs: rounded(median(list.map(({ wallMs }) => wallMs)), 0),
        loadCpuMs: rounded(median(list.map(({ cpuMs }) => cpuMs)), 0),
        residentMegabytes: rounded(median(list.map(({ residentMb }) => residentMb)), 0),
      };
    });
    console.table(functions);
    const results = join(__dirname, 'results');
    mkdirSync(results, { recursive: true });
    const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model ?? 'unknown' };
    const result = { measuredAt: new Date().toISOString(), rounds, machine, functions };
    writeFileSync(join(results, 'functions.json'), `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

measure().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
