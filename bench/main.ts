import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { performanceDocument, performanceFile } from '../scripts/performance-document.js';
import { writeFileSync } from 'node:fs';
import type { Bench } from './bench.js';
import { benches } from './benches.js';
import { writeResult } from './report/result-files.js';
import { rowInWords } from './report/row-in-words.js';

const options = z.object({ rounds: z.int().optional() });

function wholeNumber(given: string): number {
  const parsed = z.coerce.number().int().min(1).max(1_000).safeParse(given);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It is a whole number from 1 to 1000.');
}

function benchNamed(name: string): Bench {
  const found = benches.find((bench) => bench.name === name);
  if (found !== undefined) return found;
  throw new InvalidArgumentError(`There is no ${name}; there are ${benches.map((bench) => bench.name).join(', ')}.`);
}

const begun = Date.now();

/** For whoever waits; results go to standard output. */
function progress(line: string): void {
  console.error(`${String(Math.round((Date.now() - begun) / 1_000)).padStart(5)} s  ${line}`);
}

/** Measures, and keeps what was measured at once, so that a later failure loses nothing. */
async function measure(chosen: readonly Bench[], rounds: number | undefined): Promise<void> {
  for (const bench of chosen) {
    const times = rounds ?? bench.rounds;
    progress(`${bench.name}: ${times} ${times === 1 ? 'round' : 'rounds'} …`);
    const rows = await bench.run({ rounds: times, progress: (line) => progress(`${bench.name}: ${line}`) });
    const { rows: kept } = writeResult(bench.name, { rounds: times, about: [...bench.about], rows: [...rows] });
    for (const row of kept) console.log(`${bench.name}  ${rowInWords(row)}`);
    writeFileSync(performanceFile, performanceDocument());
    if (kept.some(({ verdict }) => verdict === 'missed')) process.exitCode = 1;
  }
}

const list = benches
  .map(({ name, summary, rounds }) => `  ${name.padEnd(14)} ${summary} (${rounds} rounds)`)
  .join('\n');

new Command('bench')
  .description(
    'Measures, keeps the results in bench/results and writes docs/performance.md anew. Ends with 1 where a goal was missed.',
  )
  .argument('[names...]', 'what to measure; everything unless given')
  .option('--rounds <number>', 'how often everything is measured', wholeNumber)
  .addHelpText('after', `\nTo be measured:\n${list}`)
  .action(async (names: readonly string[], given: unknown, command: Command) => {
    const chosen = names.length === 0 ? benches : names.map((name) => named(name, command));
    await measure(chosen, options.parse(given).rounds);
  })
  .parseAsync()
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });

function named(name: string, command: Command): Bench {
  try {
    return benchNamed(name);
  } catch (error) {
    if (error instanceof InvalidArgumentError) return command.error(`error: ${error.message}`);
    throw error;
  }
}
