import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Hostwright keeps its data unless told otherwise: of the machine for root, of the person for anybody else. */
export function dataHome(): string {
  if (process.getuid?.() === 0) return '/var/lib/hostwright';
  return join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'hostwright');
}
