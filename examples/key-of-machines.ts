/** Where in machines.json is what the API refuses, which has seen only what was made of it. */
import type { MachinesHost } from './read-machines.js';

const ofHost: ReadonlyMap<string, string> = new Map([
  ['name', 'name'],
  ['address', 'address'],
  ['port', 'port'],
  ['user', 'user'],
  ['hostKeyFingerprint', 'fingerprint'],
  ['fingerprint', 'fingerprint'],
]);

/**
 * The key that a part of an input came from; undefined where there is none.
 * @param names of the hosts, in their order
 * @param host that the input is about, where it is no manifest
 */
export function keyOf(
  [input = '', ...path]: readonly string[],
  names: readonly string[],
  host?: MachinesHost,
): string | undefined {
  if (input === 'manifest') return keyOfManifest(path, names);
  const key = ofHost.get(input);
  if (host === undefined || key === undefined) return undefined;
  return `${key === 'address' && host.sshAddress != null ? 'sshAddress' : key} of host ${host.name}`;
}

function keyOfManifest(
  [part = '', nth, key, address]: readonly string[],
  names: readonly string[],
): string | undefined {
  if (part === 'networks') return 'network';
  if (part === 'balancedServices') return 'serviceAddress';
  if (part === 'accounts') return key === 'domain' ? 'domain' : 'account';
  if (part !== 'members') return ['name', 'quorumAddress', 'webServer'].find((same) => same === part);
  if (nth === undefined) return 'hosts';
  const member = `host ${names[Number(nth)] ?? ''}`;
  if (key === 'host') return `name of host number ${Number(nth) + 1}`;
  if (key !== 'addresses' || address === undefined) return member;
  return [`address of ${member}`, 'quorumAddress', 'serviceAddress'][Number(address)];
}

/** A message without lines and columns of a manifest that nobody has seen. */
export function unplaced(message: string, names: readonly string[]): string {
  return message
    .replace(/^line \d+, column \d+: /, '')
    .replace(
      /: first in line \d+, (\S+)$/,
      (_, path: string) => `: it is ${keyOf(['manifest', ...path.split('.')], names) ?? 'elsewhere'} already`,
    );
}
