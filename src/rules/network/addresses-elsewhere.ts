import { addressFamily, canonicalAddress, type AddressFamily } from '../../domain/ip-network.js';
import type { PlacedAddress } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { declareInstead } from '../remedy.js';
import type { Violation } from '../report.js';
import type { RuleFacts } from '../rule.js';
import { addressSubject } from '../subject.js';
import { graverUnderDr } from './graver-under-dr.js';

/** The one network of each family: a public one rather than another, then the quorum address', then the first declared. */
function theNetworks(core: ClusterCore, placed: readonly PlacedAddress[]): ReadonlyMap<AddressFamily, string> {
  const quorum = core.quorumAddress === null ? null : canonicalAddress(core.quorumAddress);
  const isQuorum = ({ address }: PlacedAddress): boolean => canonicalAddress(address.address) === quorum;
  const isPublic = ({ network }: PlacedAddress): boolean => network?.kind === 'PUBLIC';
  const weight = (one: PlacedAddress): number => (isPublic(one) ? 2 : 0) + (isQuorum(one) ? 1 : 0);
  const chosen = new Map<AddressFamily, string>();
  for (const { address } of placed.toSorted((one, other) => weight(other) - weight(one))) {
    const family = addressFamily(address.address);
    if (!chosen.has(family)) chosen.set(family, address.network);
  }
  return chosen;
}

/**
 * One violation for each of these addresses that is not in the same subnet as the others of its family. Direct routing reaches
 * the balancer's neighbours only; where packets are tunnelled it is a warning. `all` names the addresses in messages.
 */
export function addressesElsewhere(
  core: ClusterCore,
  facts: RuleFacts,
  all: string,
  addresses: readonly PlacedAddress[],
): readonly Violation[] {
  const placed = addresses.filter(({ network }) => network !== undefined);
  const networks = theNetworks(core, placed);
  return placed.flatMap(({ address, member, field }) => {
    const { network } = address;
    const expected = networks.get(addressFamily(address.address));
    if (expected === undefined || network === expected) return [];
    const host = facts.hostName(member.hostId);
    return [
      {
        subject: addressSubject(address.address),
        code: 'OTHER_SUBNET',
        severity: graverUnderDr(core),
        message: `Address ${address.address} of ${host} is in network ${network}; ${all} must be in ${expected}.`,
        parameters: { address: address.address, host, network, expected },
        field: [...field, 'network'],
        remedies: [declareInstead(`Give ${host} an address in network ${expected}`)],
      },
    ];
  });
}
