import { existsSync } from 'node:fs';

/** Why the lab cannot run here, in one sentence; undefined where it can. */
export function labUnavailable(): string | undefined {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return 'the lab needs a Debian machine';
  if (process.getuid?.() !== 0) return 'the lab needs root (network namespaces, tap devices)';
  if (!existsSync('/dev/net/tun')) return 'the lab needs /dev/net/tun';
  return undefined;
}
