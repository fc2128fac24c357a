import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type as system } from 'node:os';
import { join } from 'node:path';
import { benchResult, type BenchResult } from './bench-result.js';

const folder = join(__dirname, '..', 'results');

function fileOf(name: string): string {
  return join(folder, `${name}.json`);
}

/** What was measured last under a name; undefined where nothing was. */
export function readResult(name: string): BenchResult | undefined {
  const file = fileOf(name);
  if (!existsSync(file)) return undefined;
  return benchResult.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Keeps a result with the machine that it was measured on. */
export function writeResult(name: string, result: Omit<BenchResult, 'measuredAt' | 'machine'>): BenchResult {
  const { length: processors, 0: first } = cpus();
  const written = benchResult.parse({
    measuredAt: new Date().toISOString(),
    machine: {
      processors,
      model: first?.model ?? 'unknown',
      memoryGigabytes: Math.round(totalmem() / 1e9),
      node: process.version,
      system: `${system()} ${release()}`,
    },
    ...result,
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(written, null, 2)}\n`);
  return written;
}
