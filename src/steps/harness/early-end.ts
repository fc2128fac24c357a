import { troubleSaid } from '../../domain/host-trouble.js';
import type { RemoteResult } from '../../ports/host-connections.js';
import { HostFault } from '../../ports/host-fault.js';
import { quote } from '../../domain/quote.js';
import { changeSeconds, overdueExitCode } from './remote-command.js';
import { noFenceExitCode } from './render-change.js';

/** Ended by SIGHUP, SIGINT or SIGTERM, as everything is where a host shuts down; and by SIGKILL, as by the kernel for want of memory. */
const shutDown: ReadonlySet<number> = new Set([129, 130, 143]);
const killedExitCode = 137;
const stateFolder = '/var/lib/hostwright';

/**
 * Why a script ended before it said what became of it. The connection stood: only where it broke, or the host shuts down, is this a
 * question of reaching the host.
 * @param said its standard error, without secrets
 */
export function earlyEnd(
  what: 'look' | 'change',
  host: string,
  user: string,
  result: RemoteResult,
  said: string,
): HostFault {
  const { exitCode, signal } = result;
  const tail = said.trim().slice(-300);
  const ended = `a ${what} ended early with exit code ${exitCode}${tail === '' ? '' : `: ${tail}`}`;
  const trouble = troubleSaid(tail);
  if (what === 'change' && exitCode === overdueExitCode) {
    const last = tail === '' ? '' : `; it said last: ${tail}`;
    const limit = `${changeSeconds / 60} minutes`;
    return new HostFault(
      'UNABLE',
      `${host}: a change did not end within ${limit} and was ended there: something hangs${last}`,
    );
  }
  if (exitCode === killedExitCode || signal === 'KILL') {
    return new HostFault(
      'NO_MEMORY',
      `${host}: a ${what} was killed there, as where no memory is left${what === 'change' ? ', or where it hangs and does not end when it is told to' : ''}`,
    );
  }
  if (exitCode === null || shutDown.has(exitCode)) {
    return new HostFault('TRANSIENT', `${host}: the connection ended during a ${what}`);
  }
  if (trouble !== undefined && (exitCode !== 1 || !tail.includes('sudo'))) {
    const path = trouble.path ?? (exitCode === noFenceExitCode ? stateFolder : null);
    return new HostFault(trouble.trouble, `${host}: ${trouble.what}${path === null ? '' : ` at ${path}`}; ${ended}`);
  }
  if (exitCode === 1 && tail.includes('sudo')) {
    return new HostFault('AUTH', `${host}: ${quote(user)} may not use sudo without a password: ${tail}`);
  }
  return new HostFault('UNABLE', `${host}: ${ended}`);
}
