import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, type PlacedMember } from '../../domain/members.js';
import type { ClusterCore, networkKinds } from '../../domain/spec.js';
import type { Link } from '../../probes/network/addresses.js';

/** The links of a host that hold its own declared addresses in networks of this kind. */
export function linksOnSide(
  core: ClusterCore,
  member: PlacedMember,
  links: readonly Link[],
  side: (typeof networkKinds)[number],
): readonly string[] {
  const declared = new Set(
    addressesOf(core, [member])
      .filter(({ address, network }) => address.purpose === 'HOST' && network?.kind === side)
      .map(({ address }) => canonicalAddress(address.address)),
  );
  return links
    .filter(({ addresses }) => addresses.some((held) => declared.has(canonicalAddress(held.address))))
    .map(({ name }) => name);
}
