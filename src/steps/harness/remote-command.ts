/**
 * The only commands that are ever run on a host. They are constant: everything that varies comes on standard input.
 * A look may run beside a change; a change holds the host's lock for as long as it runs, and at most `changeSeconds`.
 */
const clean = 'env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/root';
/** How long a change may take before it is ended on its host, in seconds; five seconds later it is killed there. */
export const changeSeconds = 600;
const lockedShell = `sh -c 'mkdir -p -m 700 /var/lib/hostwright && exec flock -o -n -E 75 /var/lib/hostwright/lock timeout -k 5 ${changeSeconds} sh'`;

/** Exit code of `timeout` when what it started did not end in time. */
export const overdueExitCode = 124;

/** Exit code of `flock` when another change holds the lock. */
export const busyExitCode = 75;

function asRoot(user: string): string {
  return user === 'root' ? `exec ${clean}` : `exec sudo -n ${clean}`;
}

export function lookCommand(user: string): string {
  return `${asRoot(user)} sh`;
}

export function changeCommand(user: string): string {
  return `${asRoot(user)} ${lockedShell}`;
}
