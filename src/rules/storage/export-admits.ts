import { asCidr, networkHolds } from '../../domain/ip-network.js';

/** As in exports(5): both wildcards match dots as well. */
function matches(pattern: string, name: string): boolean {
  const text = pattern
    .toLowerCase()
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${text}$`).test(name.toLowerCase());
}

/**
 * Whether the client of an export admits an address, known to the server by these names. Without knowing the names a host name
 * cannot be decided; a netgroup or a class of characters never can.
 */
export function exportAdmits(client: string, address: string, names?: readonly string[]): 'YES' | 'NO' | 'UNDECIDED' {
  if (client === '*') return 'YES';
  const network = asCidr(client);
  if (network !== undefined) return networkHolds(network, address) ? 'YES' : 'NO';
  if (names === undefined || client.startsWith('@') || client.includes('[')) return 'UNDECIDED';
  return names.some((name) => matches(client, name)) ? 'YES' : 'NO';
}
