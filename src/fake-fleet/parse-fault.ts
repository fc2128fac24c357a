import { AppError } from '../domain/app-error.js';
import type { Fault } from './model/faults.js';

/** A fault, and the host that it is for. */
export interface PlacedFault {
  readonly host: string;
  readonly fault: Fault;
}

const plain = [
  'unreachable',
  'refuse-auth',
  'other-host-key',
  'stall',
  'export-denied',
  'disk-full',
  'giant-output',
] as const;

/** Faults that say more of themselves behind a colon. */
const telling: Readonly<Record<string, (said: string) => Fault | undefined>> = {
  'cut-after': (said) => (/^\d{1,6}$/.test(said) ? { is: 'cut-after', changes: Number(said) } : undefined),
  'command-fails': (said) => (said === '' ? undefined : { is: 'command-fails', command: said }),
  'gid-taken': (said) => (/^\d{1,9}$/.test(said) ? { is: 'gid-taken', gid: Number(said) } : undefined),
  'no-package': (said) => (said === '' ? undefined : { is: 'no-package', name: said }),
};

const listed = [...plain, 'cut-after:CHANGES', 'command-fails:PROGRAM', 'gid-taken:GID', 'no-package:NAME'].join(', ');

/** Reads `HOST=FAULT`, where some faults say more behind a colon: `node1=cut-after:3`. */
export function parseFault(text: string, hosts: readonly string[]): PlacedFault {
  const [host = '', kind = '', said = ''] = text.split(/[=:]/);
  if (!hosts.includes(host)) {
    throw new AppError('BAD_REQUEST', `"${text}" names no host of the fleet. Its hosts are ${hosts.join(', ')}.`);
  }
  const simple = plain.find((one) => one === kind);
  const fault: Fault | undefined = simple !== undefined && said === '' ? { is: simple } : telling[kind]?.(said);
  if (fault !== undefined) return { host, fault };
  throw new AppError('BAD_REQUEST', `"${text}" is no fault. Write HOST=FAULT with one of ${listed}.`);
}
