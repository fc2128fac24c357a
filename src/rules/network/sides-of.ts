import { canonicalAddress } from '../../domain/ip-network.js';
import type { ClusterCore, MemberSpec, networkKinds } from '../../domain/spec.js';
import type { Link } from '../../probes/network/addresses.js';

/** The links of a host that hold its own declared addresses in networks of this kind. */
export function linksOnSide(
  core: ClusterCore,
  member: MemberSpec,
  links: readonly Link[],
  side: (typeof networkKinds)[number],
): readonly string[] {
  const networks = new Set(core.networks.filter(({ kind }) => kind === side).map(({ name }) => name));
  const declared = new Set(
    member.addresses
      .filter(({ purpose, network }) => purpose === 'HOST' && networks.has(network))
      .map(({ address }) => canonicalAddress(address)),
  );
  return links
    .filter(({ addresses }) => addresses.some(({ address }) => declared.has(address)))
    .map(({ name }) => name);
}
