import { asCidr, networkHolds } from '../../domain/ip-network.js';

/**
 * As in exports(5): both wildcards match dots as well. Both texts come from a host, so that no pattern may cost more than the product of
 * their lengths: where a text does not go on after a `*`, only the last of them is tried further on.
 */
function matches(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), name.toLowerCase()];
  let [at, place] = [0, 0];
  let star: { readonly at: number; place: number } | undefined;
  while (place < given.length) {
    const character = wanted[at];
    if (character === '*') {
      star = { at, place };
      at += 1;
    } else if (character === '?' || character === given[place]) {
      at += 1;
      place += 1;
    } else if (star !== undefined) {
      star.place += 1;
      [at, place] = [star.at + 1, star.place];
    } else {
      return false;
    }
  }
  return /^\**$/.test(wanted.slice(at));
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
