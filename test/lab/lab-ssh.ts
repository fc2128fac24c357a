import { join } from 'node:path';
import type { LabHost } from './lab-host.js';

/**
 * Arguments for OpenSSH's client with the key and the pinned host keys of a lab's folder; a host with a private address only is
 * reached through the first of the lab's hosts that stands on both segments, and directly where a NAT device stands between these.
 */
export function sshArguments(folder: string, host: LabHost, hosts: readonly LabHost[]): string[] {
  const common = [
    '-F', 'none', '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10', '-o', 'ServerAliveInterval=3', '-o', 'ServerAliveCountMax=3',
    '-o', 'IdentitiesOnly=yes', '-o', 'LogLevel=ERROR', '-i', join(folder, 'key'),
  ]; // prettier-ignore
  const known = (of: string): string[] => [
    '-o', `UserKnownHostsFile=${join(folder, `${of}.known`)}`, '-o', `HostKeyAlias=${of}`,
  ]; // prettier-ignore
  if (host.publicAddress !== undefined) return [...common, ...known(host.name), `root@${host.publicAddress}`];
  const own = [...common, ...known(host.name)];
  const hop = hosts.find((other) => other.publicAddress !== undefined && other.privateAddress !== undefined);
  if (hop?.publicAddress === undefined) return [...own, `root@${host.privateAddress}`];
  const hopCommand = [
    'ssh',
    ...common,
    ...known(hop.name),
    '-W',
    `${host.privateAddress}:22`,
    `root@${hop.publicAddress}`,
  ];
  return [...own, '-o', `ProxyCommand=${hopCommand.join(' ')}`, `root@${host.privateAddress}`];
}
