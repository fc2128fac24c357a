import { failedCommand } from '../failed-command.js';
import { known, probeId, type Answer, type Probe } from '../probe.js';

/** dpkg-query ends with 1 when it knows nothing of one of the names; the others are listed all the same. */
const someUnknown = 1;
const notKnown = /^dpkg-query: no packages found matching \S+$/;
const commandNotFound = 127;

function lacksSome({ exitCode, stderr }: Answer): boolean {
  const lines = stderr.trim().split('\n');
  return exitCode === someUnknown && lines.every((line) => notKnown.test(line));
}

/** Names and versions of those packages that are installed and configured; null on a host without dpkg. */
export function installedPackages(names: readonly string[]): Probe<ReadonlyMap<string, string> | null> {
  return {
    id: probeId('packages.installed', names),
    question: {
      via: 'shell',
      script: `dpkg-query -W -f='\${Package} \${db:Status-Status} \${Version}\\n' -- "$@"`,
      args: names,
    },
    maxAgeSeconds: 86_400,
    parse: (answer) => {
      if (answer.exitCode === commandNotFound) return known(null);
      if (answer.exitCode !== 0 && !lacksSome(answer)) return failedCommand('dpkg-query', answer);
      const installed = new Map<string, string>();
      for (const line of answer.stdout.split('\n')) {
        const [name, status, version] = line.split(' ');
        if (name !== undefined && status === 'installed' && version !== undefined) installed.set(name, version);
      }
      return known(installed);
    },
  };
}
