import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** What lies at a path. `other` is a directory, a symbolic link or a device: nothing that we would write over. */
export type FileFact =
  | { readonly is: 'absent' }
  | { readonly is: 'other' }
  | { readonly is: 'file'; readonly mode: string; readonly sha256: string; readonly content: string };

/** Longer files are none of ours; their hash is of the whole file all the same. */
const shownBytes = 65_536;

const script = `if [ -L "$1" ]; then echo other
elif [ -f "$1" ]; then stat -c 'file %a' -- "$1" && sha256sum <"$1" && head -c ${shownBytes} -- "$1"
elif [ -e "$1" ]; then echo other
else echo absent
fi`;

const shownFile = /^file ([0-7]+)\n([0-9a-f]{64}) {2}-\n/;

function parseFile(text: string): Reading<FileFact> {
  if (text === 'absent\n') return known({ is: 'absent' });
  if (text === 'other\n') return known({ is: 'other' });
  const [head, mode, sha256] = shownFile.exec(text) ?? [];
  if (head === undefined || mode === undefined || sha256 === undefined) return unknown('the file was not shown');
  return known({ is: 'file', mode: mode.padStart(4, '0'), sha256, content: text.slice(head.length) });
}

const parse = parseOnce((answer) => (answer.exitCode === 0 ? parseFile(answer.stdout) : failedCommand('stat', answer)));

/** The content, mode and hash of a file. */
export function fileAt(path: string): Probe<FileFact> {
  return {
    id: probeId('system.fileAt', [path]),
    question: { via: 'shell', script, args: [path] },
    maxAgeSeconds: 900,
    parse,
  };
}
