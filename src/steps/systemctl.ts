import type { Change } from './change.js';

/** A command to systemd; none of them asks questions or pages. */
export function systemctl(verb: string, ...units: readonly string[]): Change {
  return { do: 'run', argv: ['systemctl', verb, ...units] };
}

/** Links that systemd makes for a boot reach the disk with this, so that a crash right afterwards keeps them. */
export function syncUnits(): Change {
  return { do: 'run', argv: ['sync', '-f', '/etc/systemd/system'] };
}
