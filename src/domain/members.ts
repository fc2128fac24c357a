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

/** The members with one of the roles, in the order of the value. */
export function membersWithRole(core: ClusterCore, ...roles: readonly HostRole[]): readonly PlacedMember[] {
  return core.members.flatMap((member, index) =>
    roles.includes(member.role) ? [{ member, field: ['members', String(index)] as const }] : [],
  );
}

/** The manager, as soon as there is exactly one. */
export function managerOf(core: ClusterCore): PlacedMember | undefined {
  const [manager, ...others] = membersWithRole(core, 'MANAGER');
  return others.length === 0 ? manager : undefined;
}

export function nodesOf(core: ClusterCore): readonly PlacedMember[] {
  return membersWithRole(core, 'NODE');
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
