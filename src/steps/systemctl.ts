import type { Change } from './change.js';

/** A command to systemd; none of them asks questions or pages. */
export function systemctl(verb: string, ...units: readonly string[]): Change {
  return { do: 'run', argv: ['systemctl', verb, ...units] };
}

/** Reading all units anew keeps a host busy for seconds; who enables or disables one asks for that once, by itself. */
const withoutReload = '--no-reload';

/** Has a unit started at every boot. */
export function enable(unit: string): Change {
  return systemctl('enable', withoutReload, unit);
}

/** Has a unit no longer started at a boot; `--now` stops it too. */
export function disable(unit: string, ...flags: readonly '--now'[]): Change {
  return systemctl('disable', withoutReload, ...flags, unit);
}

/** Links that systemd makes for a boot reach the disk with this, so that a crash right afterwards keeps them. */
export function syncUnits(): Change {
  return { do: 'run', argv: ['sync', '-f', '/etc/systemd/system'] };
}
