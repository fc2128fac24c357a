import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** A lock that keeps other package managers off, and the process that holds it. */
export interface PackageLock {
  /** The file that is locked, or that names the process. */
  readonly path: string;
  readonly processId: number;
  /** As the kernel names its program, of at most 15 characters. */
  readonly program: string;
  /** When the process began, by the clock of its host. */
  readonly runningSince: Date;
  /** The service that it belongs to; null where it is of a login or of none. */
  readonly service: string | null;
}

/**
 * Takes no lock. What apt, dpkg and rpm lock by `fcntl` stands in /proc/locks by device and inode; as devices are told otherwise by
 * some file systems, the process has to have the file open. yum and dnf write their process into a file and take it for held while that runs.
 */
const script = `if ! [ -r /proc/locks ]; then echo unreadable; exit 0; fi
ticks=$(getconf CLK_TCK) && booted=$(sed -n 's/^btime //p' /proc/stat) || exit
held() {
  stat=$(cat "/proc/$2/stat" 2>/dev/null) && name=$(tr -cd '[:print:]' <"/proc/$2/comm" 2>/dev/null) || return 0
  group=$(sed -n 's/^0:://p; s/^[0-9]*:name=systemd://p' "/proc/$2/cgroup" 2>/dev/null | head -n 1)
  path=$1 process=$2
  set -- \${stat##*) }
  echo "$path $process $((booted + \${20} / ticks)) \${group:-/} $name"
}
echo readable
for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/cache/apt/archives/lock /var/lib/apt/lists/lock \\
  /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock; do
  inode=$(stat -Lc %i -- "$file" 2>/dev/null) || continue
  while read -r _ kind _ _ holder where _; do
    [ "$kind" = POSIX ] && [ "\${where##*:}" = "$inode" ] || continue
    for open in "/proc/$holder/fd/"*; do
      if [ "$open" -ef "$file" ]; then held "$file" "$holder"; break; fi
    done
  done </proc/locks
done
for file in /var/run/yum.pid /var/cache/dnf/metadata_lock.pid /var/cache/dnf/download_lock.pid /var/lib/dnf/rpmdb_lock.pid; do
  if read -r holder 2>/dev/null <"$file" || [ -n "$holder" ]; then
    case $holder in ''|*[!0-9]*) ;; *) held "$file" "$holder" ;; esac
  fi
  holder=
done 2>/dev/null
exit 0`;

const line = /^(\/\S+) (\d+) (\d+) (\/.*?) (\S.*)$/;
const fields = z.tuple([z.string(), z.coerce.number().int().positive(), z.coerce.number(), z.string(), z.string()]);

/**
 * Services and scopes of a control group, outermost first: within a container, or where a service runs services of its own, the last
 * is the one that our systemd would name.
 */
const units = /\/([^/]+\.(?:service|scope))(?=\/|$)/g;
/** Has services of a login, which the systemd of the host does not know. */
const ofLogin = /^user@\d+\.service$/;

function serviceOf(group: string): string | null {
  const names = [...group.matchAll(units)].flatMap(([, name]) => name ?? []);
  const last = names.at(-1);
  return last?.endsWith('.service') !== true || names.some((name) => ofLogin.test(name)) ? null : last;
}

function parseLock(text: string): PackageLock | undefined {
  const parsed = fields.safeParse(line.exec(text)?.slice(1));
  if (!parsed.success) return undefined;
  const [path, processId, seconds, group, program] = parsed.data;
  const runningSince = new Date(seconds * 1000);
  return { path, processId, program, runningSince, service: serviceOf(group) };
}

function parseLocks(text: string): Reading<readonly PackageLock[] | null> {
  const [head, ...lines] = text.trimEnd().split('\n');
  if (head === 'unreadable') return known(null);
  const locks = lines.map(parseLock);
  if (head !== 'readable' || !locks.every((lock) => lock !== undefined)) return unknown('no locks were listed');
  return known(locks);
}

/** The locks of package managers that are held; null where the kernel does not tell. */
export function packageLocks(): Probe<readonly PackageLock[] | null> {
  return {
    id: probeId('packages.locks', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 86_400,
    isPassing: (locks) => locks !== null && locks.length > 0,
    parse: (answer) => (answer.exitCode === 0 ? parseLocks(answer.stdout) : failedCommand('getconf', answer)),
  };
}
