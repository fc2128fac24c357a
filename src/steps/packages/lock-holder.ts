import { heldPackageLock } from '../../domain/held-package-lock.js';
import { troubleSaid } from '../../domain/host-trouble.js';
import type { PackageLock } from '../../probes/packages/package-locks.js';

/** As apt says each second that it waits for a lock; it names the process. */
const waiting = /^Waiting for cache lock: .* It is held by process (\d+) \((.*)\)/;
/** As apt ends where somebody else has a lock, or had it too long; 11 is EAGAIN. */
const heldElsewhere =
  /^E: Could not get lock \S+(?: - open \(11:|\. It is held by process )|^E: .*, is another process using it\?/;
/** apt says of a lock file that it cannot open, too, that another process may use it. */
const notOpened = 'Could not open lock file';
/** Taken by `apt-get update` alone, which an installation can do without: the lists of before have to do. */
const ofLists = '/var/lib/apt/lists/lock';
/** What is said of lists that somebody else is only fetching, as on a new machine. */
const notListed = /^E: (?:Unable to locate package|Package \S+ has no installation candidate)/m;

/** Who holds the lock of dpkg that an installation waits for, by what apt said last; undefined where it waits for none. */
export function lockAwaited(said: string, locks: readonly PackageLock[]): string | undefined {
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  const [, id, program] = waiting.exec(last) ?? [];
  if (id === undefined || program === undefined) return undefined;
  const processId = Number(id);
  const seen = keepingOff(locks).find((lock) => lock.processId === processId);
  return seen === undefined ? heldPackageLock('dpkg', { processId, program, service: null }) : inWords(seen);
}

/** Whether an installation failed for want of a lock that somebody else had. Of one that could not even be opened that says nothing. */
export function gotNoLock(said: string): boolean {
  if (said.includes(notOpened) || troubleSaid(said) !== undefined) return false;
  const refusals = said.split('\n').filter((line) => heldElsewhere.test(line));
  return refusals.some((line) => !line.includes(ofLists)) || (refusals.length > 0 && notListed.test(said));
}

/**
 * Who keeps an installation off, in words; undefined where nobody does.
 * @param own the unit that installs for us, whose own locks keep nobody off
 */
export function lockHolder(locks: readonly PackageLock[], own: string): string | undefined {
  const lock = keepingOff(locks).find(({ service }) => service !== own);
  return lock === undefined ? undefined : inWords(lock);
}

function keepingOff(locks: readonly PackageLock[]): readonly PackageLock[] {
  return locks.filter(({ path }) => path !== ofLists);
}

function inWords(lock: PackageLock): string {
  const since = lock.runningSince.toISOString().replace('T', ' ').slice(0, 19);
  return `${heldPackageLock(ownerOf(lock.path), lock)}, which has run since ${since} UTC`;
}

function ownerOf(path: string): string {
  return /\b(apt|dpkg|rpm|yum|dnf)\b/.exec(path)?.[1] ?? path;
}
