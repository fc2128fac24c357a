import { canonicalAddress } from '../../domain/ip-network.js';
import type { MemberSpec } from '../../domain/spec.js';
import type { Link } from '../../probes/network/addresses.js';
import { linksUnder, type TreeLink } from '../../probes/network/link-tree.js';

/**
 * Names of the links over which a host serves its cluster: those that hold an address that it declares, and all that they stand on.
 * A management card is none of them. The loopback, which holds the service addresses of nodes, carries nothing of others.
 */
export function linksInUse(
  { addresses }: MemberSpec,
  links: readonly Link[],
  tree: readonly TreeLink[],
): ReadonlySet<string> {
  const declared = new Set(addresses.map(({ address }) => canonicalAddress(address)));
  const holding = links.filter((link) => !link.loopback && link.addresses.some(({ address }) => declared.has(address)));
  return new Set(holding.flatMap(({ name }) => linksUnder(tree, name)));
}
