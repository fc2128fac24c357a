import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** What lies at `/home`. `to` is where a link ends; `holds` the name of something in a directory, null in an empty one. */
export type HomePath =
  | { readonly is: 'absent' | 'other' }
  | { readonly is: 'link'; readonly to: string }
  | { readonly is: 'directory'; readonly holds: string | null };

/** What is there, or where a link leads, may be a file system whose server is away, hence the limits; `-m` follows it to what is not there yet. */
const script = `said=$(timeout 5 stat -c %F /home 2>&1)
code=$?
case $code:$said in
'0:symbolic link') printf 'link '; timeout 5 readlink -m /home ;;
0:directory)
  echo directory
  timeout 5 find /home -mindepth 1 -maxdepth 1 ! -name lost+found -printf 'holds %f\\n' -quit ;;
0:*) echo other ;;
*'No such file'*) echo absent ;;
*) printf '%s\\n' "$said" >&2; exit "$code" ;;
esac`;

function parseHome(text: string): Reading<HomePath> {
  const said = text.trimEnd();
  if (said === 'absent' || said === 'other') return known({ is: said });
  const [, to] = /^link (\/.*)$/.exec(said) ?? [];
  if (to !== undefined) return known({ is: 'link', to });
  const [directory, holds = null] = /^directory(?:\nholds (.+))?$/.exec(said)?.values() ?? [];
  return directory === undefined ? unknown('the host did not say what /home is') : known({ is: 'directory', holds });
}

/** Whether `/home` leads to the user storage, or is a place of its own. */
export function homePath(): Probe<HomePath> {
  return {
    id: probeId('system.homePath', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 3_600,
    parse: (answer) => (answer.exitCode === 0 ? parseHome(answer.stdout) : failedCommand('readlink or find', answer)),
  };
}
