import { join } from 'node:path';
import { benches } from '../bench/benches.js';
import type { BenchResult, BenchRow, Figures } from '../bench/report/bench-result.js';
import { readResult } from '../bench/report/result-files.js';
import { limitInWords, withUnit } from '../bench/report/row-in-words.js';

export const performanceFile = join(__dirname, '..', 'docs', 'performance.md');

const head = `# Performance

Generated from \`bench/results\` by \`npm run generate:performance\`; measured by \`npm run bench\`, which \`--help\` explains.

- Whatever is compared took turns on the same machine: in each round everything is measured once. A ratio is the median of the
  ratios of the same round, so that other work on the machine matters less; the figures beside it are medians by themselves.
- CPU seconds say more than wall time where something else runs beside it. Figures stand as *ours / theirs*.
- *Must* is what a goal asks for, *stretch* what it hopes for. The number names the goal; a row without one is told for its own sake.
- What was missed is said so. Absolute seconds are those of one machine; take the ratios.
`;

/** Columns of figures, those that a result has. */
const columns: readonly { readonly name: keyof Figures; readonly title: string; readonly scale: number }[] = [
  { name: 'wallSeconds', title: 'wall s', scale: 1 },
  { name: 'requestsPerSecond', title: 'req/s', scale: 1 },
  { name: 'controllerCpuSeconds', title: 'controller CPU s', scale: 1 },
  { name: 'hostsCpuSeconds', title: 'hosts CPU s', scale: 1 },
  { name: 'serverCpuSeconds', title: 'server CPU ms/req', scale: 1_000 },
  { name: 'databaseCpuSeconds', title: 'PostgreSQL CPU', scale: 1 },
  { name: 'peakMegabytes', title: 'peak MB', scale: 1 },
];

/** Everything that was measured last, as tables. */
export function performanceDocument(): string {
  const sections = benches.flatMap(({ name }) => {
    const result = readResult(name);
    return result === undefined ? [] : [section(name, result)];
  });
  return [head, ...sections].join('\n');
}

function section(name: string, { measuredAt, rounds, machine, about, rows }: BenchResult): string {
  const { processors, model, memoryGigabytes, node, system } = machine;
  const when = measuredAt.slice(0, 16).replace('T', ' ');
  const on = `${processors} processors (${model}), ${memoryGigabytes} GB, Node.js ${node.slice(1)}, ${system}`;
  return `## ${name}

${about.map((line) => `${line}\n`).join('')}
Measured on ${when} UTC: ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; ${on}.

${table(rows)}
`;
}

function table(rows: readonly BenchRow[]): string {
  const used = columns.filter(({ name }) =>
    rows.some(({ ours, theirs }) => (ours[name] ?? theirs?.[name]) !== undefined),
  );
  const titles = ['goal', 'what', 'against', 'value', 'must', 'stretch', '', ...used.map(titleOf), 'rounds'];
  const lines = rows.map((row) => [
    row.goal ?? '–',
    row.what,
    row.against ?? '–',
    withUnit(row.value, row.unit),
    limitInWords(row.must, row.unit),
    limitInWords(row.stretch, row.unit),
    row.verdict === 'missed' ? '**missed**' : row.verdict === 'no goal' ? '' : row.verdict,
    ...used.map((column) => cell(row, column)),
    String(row.repetitions),
  ]);
  return [titles, titles.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

  function titleOf({ name, title }: (typeof columns)[number]): string {
    if (name !== 'databaseCpuSeconds') return title;
    return used.some((column) => column.name === 'requestsPerSecond') ? `${title} ms/req` : `${title} s`;
  }

  function cell({ ours, theirs }: BenchRow, { name, scale }: (typeof columns)[number]): string {
    const perRequest = name === 'databaseCpuSeconds' && used.some((column) => column.name === 'requestsPerSecond');
    const shown = (figure: number | undefined): string =>
      figure === undefined ? '–' : String(Number((figure * (perRequest ? 1_000 : scale)).toPrecision(3)));
    if (ours[name] === undefined && theirs?.[name] === undefined) return '–';
    return theirs === null ? shown(ours[name]) : `${shown(ours[name])} / ${shown(theirs[name])}`;
  }
}
