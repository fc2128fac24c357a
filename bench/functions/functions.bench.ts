import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bundleFunction } from '../../scripts/bundle-function.js';
import { functionNames, type FunctionName } from '../../scripts/function-names.js';
import type { Bench, BenchRun } from '../bench.js';
import type { BenchRow, Figures } from '../report/bench-result.js';
import { absoluteRow } from '../report/rows.js';

const megabyte = 1_000_000;
const figure = z.object({ wallMs: z.number(), cpuMs: z.number(), residentMb: z.number() });

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

function start(bundle: string): Figures {
  const env = { ...process.env, ...variables };
  const printed = execFileSync(process.execPath, ['-e', load, bundle], { env, encoding: 'utf8' });
  const { wallMs, cpuMs, residentMb } = figure.parse(JSON.parse(printed));
  return { wallSeconds: wallMs / 1e3, controllerCpuSeconds: cpuMs / 1e3, peakMegabytes: residentMb };
}

interface Loaded {
  readonly megabytes: number;
  readonly loads: Figures[];
}

async function run({ rounds }: BenchRun): Promise<readonly BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'hw-bench-functions-'));
  try {
    const bundleOf = (name: string): string => join(folder, name, 'index.js');
    await Promise.all(functionNames.map((name) => bundleFunction(name, bundleOf(name))));
    const functions = new Map<FunctionName, Loaded>(
      functionNames.map((name) => [name, { megabytes: statSync(bundleOf(name)).size / megabyte, loads: [] }]),
    );
    for (let round = 0; round < rounds; round += 1)
      for (const [name, { loads }] of functions) loads.push(start(bundleOf(name)));
    return [...functions].map(([name, { megabytes, loads }]) => {
      const must = { atMost: name === 'api' ? 5 : 3 };
      return absoluteRow(
        { goal: null, what: `bundle of ${name}`, must },
        loads.map(() => megabytes),
        'MB',
        loads,
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const functions: Bench = {
  name: 'functions',
  summary: 'size and cold start of the functions of AWS Lambda',
  rounds: 11,
  about: [
    'Each function as one file, as it is deployed. The value is its size; the figures are what loading it takes in a process that has',
    'done nothing before: time, CPU seconds of that process, resident megabytes. Memory and processor of AWS differ.',
  ],
  run,
};
