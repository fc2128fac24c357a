import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';
import { usageIn } from './log-paths.js';

const month = z.string().regex(/^\d{4}-\d{2}$/);
const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const head = z.object({ takenAt: count, host: z.uuid(), month });
const figure = z.object({ month, uid: count, requests: count, bytes: count });
/** What a host answered for one account in one month: requests, and bytes sent with headers. */
export type UsageFigure = Readonly<z.infer<typeof figure>>;

export interface UsageFigures {
  /** The host whose web server it was. */
  readonly host: string;
  /** When the host counted, in seconds since 1970 by its clock. */
  readonly takenAt: number;
  /** The month in which it counted; that one and the one before are complete. */
  readonly month: string;
  readonly figures: readonly UsageFigure[];
}

/** Of a cluster with more accounts than this holds no figures are known. */
const mostBytes = 1_000_000;

const script = `timeout 10 head -c ${mostBytes} -- "$1"`;

function parseFigures(text: string): Reading<UsageFigures> {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const [word, takenAt, host, inMonth] = first.split(' ');
  const read = head.safeParse({ takenAt, host, month: inMonth });
  if (word !== 'usage' || !read.success) return unknown('the file of figures has no head');
  if (lines.pop() !== 'end') return unknown('the file of figures has no end');
  const figures: UsageFigure[] = [];
  for (const line of lines) {
    const [ofMonth, uid, requests, bytes] = line.split(' ');
    const one = figure.safeParse({ month: ofMonth, uid, requests, bytes });
    if (!one.success) return unknown(`a line of the figures is not understood: ${line.slice(0, 200)}`);
    figures.push(one.data);
  }
  return known({ ...read.data, figures });
}

/** Exit code of `head`; what could not run it says that a file is absent too. */
const cannotOpen = 1;

/** What the web server of one host sent for each account, read in its log directory; null where there are no figures. */
export function usageFigures(logDirectory: string): Probe<UsageFigures | null> {
  return {
    id: probeId('logs.usage', [logDirectory]),
    question: { via: 'shell', script, args: [usageIn(logDirectory)] },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode === 0) return parseFigures(answer.stdout);
      const isAbsent = answer.exitCode === cannotOpen && answer.stderr.includes('No such file');
      return isAbsent ? known(null) : failedCommand('head', answer);
    },
  };
}
