import { addressFamily, canonicalAddress, type AddressFamily } from '../../domain/ip-network.js';
import { addressesOf, membersWithRole, type PlacedAddress } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { declareInstead } from '../remedy.js';
import type { Violation } from '../report.js';
import type { RuleFacts } from '../rule.js';
import { addressSubject } from '../subject.js';

/** The one public network of each family: the quorum address', else that of the first public address declared. */
function theNetworks(core: ClusterCore, placed: readonly PlacedAddress[]): ReadonlyMap<AddressFamily, string> {
  const chosen = new Map<AddressFamily, string>();
  const quorum = core.quorumAddress === null ? null : canonicalAddress(core.quorumAddress);
  const quorumFirst = [...placed.filter(({ address }) => canonicalAddress(address.address) === quorum), ...placed];
  for (const { address } of quorumFirst) {
    const family = addressFamily(address.address);
    if (!chosen.has(family)) chosen.set(family, address.network);
  }
  return chosen;
}

/**
 * One violation for each public address of manager and nodes that is not in the same subnet as the others of its family.
 * Direct answers reach the balancer's neighbours only.
 */
export function publicAddressesElsewhere(core: ClusterCore, facts: RuleFacts): readonly Violation[] {
  const placed = addressesOf(core, membersWithRole(core, 'MANAGER', 'NODE')).filter(
    ({ network }) => network?.kind === 'PUBLIC',
  );
  const networks = theNetworks(core, placed);
  return placed.flatMap(({ address, network, member, field }) => {
    const expected = networks.get(addressFamily(address.address));
    if (network === undefined || expected === undefined || network.name === expected) return [];
    const host = facts.hostName(member.hostId);
    return [
      {
        subject: addressSubject(address.address),
        code: 'OTHER_SUBNET',
        message: `Address ${address.address} of ${host} is in network ${network.name}; all public addresses must be in ${expected}.`,
        parameters: { address: address.address, host, network: network.name, expected },
        field: [...field, 'network'],
        remedies: [declareInstead(`Give ${host} an address in network ${expected}`)],
      },
    ];
  });
}
