import type { ClusterSpec } from '../domain/account-spec.js';
import { networkHolds } from '../domain/ip-network.js';

/** The rule that tells of networks that are not declared. */
export const tellsUndeclared = 'R-NET-1';

/**
 * A value in which addresses whose network is not declared are in the one that holds them, where that is one alone. Whatever else rules
 * would say of them only follows from the name, which R-NET-1 tells.
 */
export function withMeantNetworks(spec: ClusterSpec): ClusterSpec {
  const { networks, members } = spec.core;
  const declared = new Set(networks.map(({ name }) => name));
  const meant = (network: string, address: string): string => {
    if (declared.has(network)) return network;
    const [one, ...others] = networks.filter(({ cidr }) => networkHolds(cidr, address));
    return one === undefined || others.length > 0 ? network : one.name;
  };
  if (members.every(({ addresses }) => addresses.every(({ network }) => declared.has(network)))) return spec;
  const placed = members.map((member) => ({
    ...member,
    addresses: member.addresses.map((one) => ({ ...one, network: meant(one.network, one.address) })),
  }));
  return { ...spec, core: { ...spec.core, members: placed } };
}
