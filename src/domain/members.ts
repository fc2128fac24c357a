import type { ClusterSpec } from './account-spec.js';
import { canonicalAddress, networkHolds } from './ip-network.js';
import { oncePer } from './once-per.js';
import type { AddressSpec, ClusterCore, HostRole, MemberSpec, NetworkSpec } from './spec.js';

/** A member and its place in the value, as a path for findings and user errors. */
export interface PlacedMember {
  readonly member: MemberSpec;
  readonly field: readonly ['members', string];
}

/** An address, who holds it, and its place in the value. `network` is undefined when the value declares none of that name. */
export interface PlacedAddress {
  readonly address: AddressSpec;
  readonly network: NetworkSpec | undefined;
  readonly member: MemberSpec;
  readonly field: readonly string[];
}

/** Almost every rule asks for them. */
const placed = oncePer((members: readonly MemberSpec[]): readonly PlacedMember[] =>
  members.map((member, index) => ({ member, field: ['members', String(index)] })),
);

/** The members with one of the roles, in the order of the value. */
export function membersWithRole({ members }: ClusterCore, ...roles: readonly HostRole[]): readonly PlacedMember[] {
  return placed(members).filter(({ member }) => roles.includes(member.role));
}

/** The manager, as soon as there is exactly one. */
export function managerOf(core: ClusterCore): PlacedMember | undefined {
  const [manager, ...others] = membersWithRole(core, 'MANAGER');
  return others.length === 0 ? manager : undefined;
}

export function nodesOf(core: ClusterCore): readonly PlacedMember[] {
  return membersWithRole(core, 'NODE');
}

/** Ids of the hosts that hold user storage in the place of the manager, and that can be asked what they hold. */
export function fileServersOf({ core, appliances }: ClusterSpec): readonly string[] {
  const all = membersWithRole(core, 'FILE_SERVER').map(({ member }) => member.hostId);
  return all.filter((hostId) => !appliances.includes(hostId));
}

/** Every address that these members declare. */
export function addressesOf(core: ClusterCore, members: readonly PlacedMember[]): readonly PlacedAddress[] {
  const networks = new Map(core.networks.map((network) => [network.name, network]));
  return members.flatMap(({ member, field }) =>
    member.addresses.map((address, index) => ({
      address,
      network: networks.get(address.network),
      member,
      field: [...field, 'addresses', String(index)],
    })),
  );
}

/** Where clients reach the cluster: the service addresses, declared on the manager, in canonical form. */
export function serviceAddressesOf(core: ClusterCore): readonly string[] {
  const manager = managerOf(core);
  if (manager === undefined) return [];
  return addressesOf(core, [manager])
    .filter(({ address }) => address.purpose === 'SERVICE')
    .map(({ address }) => canonicalAddress(address.address));
}

/** The network that the quorum address is declared in; undefined while a draft has none. */
export function quorumNetworkOf(core: ClusterCore): NetworkSpec | undefined {
  if (core.quorumAddress === null) return undefined;
  const quorum = canonicalAddress(core.quorumAddress);
  return addressesOf(core, membersWithRole(core, 'MANAGER')).find(
    ({ address }) => canonicalAddress(address.address) === quorum,
  )?.network;
}

/**
 * The member's own addresses from which a server at this address can see it come: those in the declared network that holds
 * the server; where none does, all of its own.
 */
export function addressesFacing(core: ClusterCore, member: MemberSpec, server: string): readonly string[] {
  return facing(core, server)(member);
}

/** The same for any of the members. */
export function facing({ networks }: ClusterCore, server: string): (member: MemberSpec) => readonly string[] {
  const around = new Set(networks.filter(({ cidr }) => networkHolds(cidr, server)).map(({ name }) => name));
  return ({ addresses }) => {
    const own = addresses.filter(({ purpose }) => purpose === 'HOST');
    const near = own.filter(({ network }) => around.has(network));
    return (near.length > 0 ? near : own).map(({ address }) => canonicalAddress(address));
  };
}
