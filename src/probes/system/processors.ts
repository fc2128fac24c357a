import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface Processors {
  /** What the kernel runs programs on: cores, or twice as many with hyper-threading. */
  readonly count: number;
  /** As the maker names it; null where the system does not tell. */
  readonly model: string | null;
  /** Whether it can run 64-bit programs; null where the system does not tell. */
  readonly is64Bit: boolean | null;
}

interface Field {
  readonly field: string;
  readonly data: string | null;
  readonly children?: Field[] | undefined;
}

/** Newer versions of `lscpu` nest what belongs together, older ones do not. */
const field: z.ZodType<Field> = z.lazy(() =>
  z.object({ field: z.string(), data: z.string().nullable(), children: z.array(field).optional() }),
);
const shown = z.object({ lscpu: z.array(field) });

function find(fields: readonly Field[], name: string): string | undefined {
  for (const { field: label, data, children = [] } of fields) {
    if (label === `${name}:` && data !== null) return data;
    const below = find(children, name);
    if (below !== undefined) return below;
  }
  return undefined;
}

function parseProcessors(text: string): Reading<Processors> {
  const [, count, json] = /^(\d+)\n([^]*)$/.exec(text) ?? [];
  if (count === undefined || json === undefined) return unknown('nproc printed no number');
  const read = parseJson(shown, json);
  if (!read.known) return read;
  const { lscpu } = read.value;
  const modes = find(lscpu, 'CPU op-mode(s)');
  return known({
    count: Number(count),
    model: find(lscpu, 'Model name') ?? null,
    is64Bit: modes === undefined ? null : modes.includes('64-bit'),
  });
}

const parse = parseOnce((answer) =>
  answer.exitCode === 0 ? parseProcessors(answer.stdout) : failedCommand('lscpu', answer),
);

/** The processors of a host, those included that a program may not use now. */
export function processors(): Probe<Processors> {
  return {
    id: probeId('system.processors', []),
    question: { via: 'shell', script: 'nproc --all && LC_ALL=C lscpu -J', args: [] },
    maxAgeSeconds: 86_400,
    parse,
  };
}
