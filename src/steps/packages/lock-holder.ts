import { heldPackageLock } from '../../domain/held-package-lock.js';
import type { PackageLock } from '../../probes/packages/package-locks.js';

/** As apt says each second that it waits for a lock; it names the process. */
const waiting = /^Waiting for cache lock: .* It is held by process (\d+) \((.*)\)/;
/** As apt ends where it was not given a lock, or not in time. */
const noLock = /^E: (?:Could not get lock|Unable to acquire the dpkg|Unable to lock) /m;

/** Who holds the lock of dpkg that an installation waits for, by what apt said last; undefined where it waits for none. */
export function lockAwaited(said: string): string | undefined {
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  const [, processId, program] = waiting.exec(last) ?? [];
  if (processId === undefined || program === undefined) return undefined;
  return heldPackageLock('dpkg', { processId: Number(processId), program });
}

/** Whether an installation failed for want of a lock. */
export function gotNoLock(said: string): boolean {
  return noLock.test(said);
}

/**
 * Who keeps an installation off, in words; undefined where nobody does.
 * @param own the unit that installs for us, whose own locks keep nobody off
 */
export function lockHolder(locks: readonly PackageLock[], own: string): string | undefined {
  const lock = locks.find(({ service }) => service !== own);
  if (lock === undefined) return undefined;
  const { path, service, runningSince } = lock;
  const since = runningSince.toISOString().replace('T', ' ').slice(0, 19);
  const of = service === null ? '' : ` of ${service}`;
  return `${heldPackageLock(ownerOf(path), lock)}${of}, which has run since ${since} UTC`;
}

function ownerOf(path: string): string {
  return /\b(apt|dpkg|rpm|yum|dnf)\b/.exec(path)?.[1] ?? path;
}
