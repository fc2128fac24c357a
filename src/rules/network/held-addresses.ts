import { oncePer } from '../../domain/once-per.js';
import type { Link } from '../../probes/network/addresses.js';

/** An address that a link of a host holds. */
export interface HeldAddress {
  readonly address: string;
  readonly prefixLength: number;
  readonly link: Link;
}

/** One that is on two links, as a bridge and its port, is held by the one that takes connections. */
function isBetter(one: HeldAddress, other: HeldAddress): boolean {
  if (one.link.up !== other.link.up) return one.link.up;
  return one.prefixLength < other.prefixLength;
}

/** What the links of a host hold, by address; of an address on several links the best. */
export const heldAddresses = oncePer((links: readonly Link[]): ReadonlyMap<string, HeldAddress> => {
  const held = new Map<string, HeldAddress>();
  for (const link of links) {
    for (const { address, prefixLength } of link.addresses) {
      const one = { address, prefixLength, link };
      const other = held.get(address);
      if (other === undefined || isBetter(one, other)) held.set(address, one);
    }
  }
  return held;
});

/** Addresses at which others find the host: neither its own of the loopback link nor those of one link alone. */
export function addressesForOthers(links: readonly Link[]): readonly string[] {
  return links
    .filter(({ up, loopback }) => up && !loopback)
    .flatMap(({ addresses }) => addresses.filter(({ scope }) => scope === 'global').map(({ address }) => address));
}
