import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** What lies at a path. `silent`: its file system did not answer in time, as with a dead NFS server; `stale`: it is gone. */
export type DirectoryFact =
  | { readonly is: 'absent' | 'other' | 'silent' | 'stale' }
  | {
      readonly is: 'directory';
      /** Octal with four digits, e.g. `0711`. */
      readonly mode: string;
      readonly uid: number;
      readonly gid: number;
      readonly empty: boolean;
    };

const timedOut = 124;

/** Whatever asks the file system has a limit: a shell's own test of a path waits for a dead server for ever. */
const script = `said=$(timeout 5 stat -c '%F %a %u %g' -- "$1" 2>&1)
case $? in
0) ;;
124) echo silent; exit ;;
*) case $said in *[Ss]tale*) echo stale ;; *) echo absent ;; esac; exit ;;
esac
case $said in 'directory '*) printf '%s\\n' "$said" ;; *) echo other; exit ;; esac
timeout 5 find "$1" -mindepth 1 -maxdepth 1 -printf 'holds\\n' -quit`;

const shownDirectory = /^directory ([0-7]+) (\d+) (\d+)\n(holds\n)?$/;

function parseDirectory(text: string): Reading<DirectoryFact> {
  const word = text.trimEnd();
  if (word === 'absent' || word === 'other' || word === 'silent' || word === 'stale') return known({ is: word });
  const [, mode, uid, gid, holds] = shownDirectory.exec(text) ?? [];
  if (mode === undefined) return unknown('the directory was not shown');
  return known({
    is: 'directory',
    mode: mode.padStart(4, '0'),
    uid: Number(uid),
    gid: Number(gid),
    empty: holds === undefined,
  });
}

/** Mode, owner and emptiness of a directory; never hangs on a file system that is away. */
export function directoryAt(path: string): Probe<DirectoryFact> {
  return {
    id: probeId('system.directoryAt', [path]),
    question: { via: 'shell', script, args: [path] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === timedOut) return known({ is: 'silent' });
      // `stat` may be told what the client remembers, where `find` has to ask the server.
      if (answer.exitCode !== 0 && answer.stderr.includes('Stale file handle')) return known({ is: 'stale' });
      return answer.exitCode === 0 ? parseDirectory(answer.stdout) : failedCommand('stat', answer);
    },
  };
}
