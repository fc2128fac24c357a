import { addressFamily, canonicalAddress, networkHolds } from './ip-network.js';
import { membersWithRole, nodesOf } from './members.js';
import type { AddressSpec, BalancedServiceSpec, ClusterCore, MemberSpec } from './spec.js';

/** A balanced service and its place in the value, as a path for findings and user errors. */
export interface PlacedService {
  readonly service: BalancedServiceSpec;
  readonly field: readonly ['balancedServices', string];
}

/** A host that takes connections of a service, and how many of them. */
export interface ServiceTarget {
  readonly hostId: string;
  /** Where the director finds it: on the network of the service address under DR, which crosses no router; anywhere under TUN. */
  readonly address: string;
  readonly weight: number;
}

/** Whatever is balanced, by the manager or by somebody else. */
export function placedServices({ balancedServices }: ClusterCore): readonly PlacedService[] {
  return balancedServices.map((service, index) => ({ service, field: ['balancedServices', String(index)] as const }));
}

/** What the manager balances: nothing where somebody else does. */
export function managedServices(core: ClusterCore): readonly PlacedService[] {
  return core.lbMode === 'MANAGED' ? placedServices(core) : [];
}

/** Addresses that somebody else's balancer holds and answers ARP for, in canonical form. */
export function addressesOfOthersBalancer({ lbMode, balancedServices }: ClusterCore): ReadonlySet<string> {
  return new Set(lbMode === 'EXTERNAL' ? balancedServices.map(({ address }) => canonicalAddress(address)) : []);
}

export function serviceName({ address, port }: BalancedServiceSpec): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/**
 * Manager and nodes, each with its weight; the nodes alone where somebody else balances, since nothing is set up on the manager for
 * that. Under DR a host without an address on the service's network takes none.
 */
export function targetsOf(core: ClusterCore, service: BalancedServiceSpec): readonly ServiceTarget[] {
  const weights = new Map(service.weights.map(({ hostId, weight }) => [hostId, weight]));
  const takers = core.lbMode === 'EXTERNAL' ? nodesOf(core) : membersWithRole(core, 'MANAGER', 'NODE');
  const networks = networksBeside(core, service.address);
  return takers.flatMap(({ member }): ServiceTarget[] => {
    const address = addressIn(networks, core, member, service.address);
    return address === undefined ? [] : [{ hostId: member.hostId, address, weight: weights.get(member.hostId) ?? 1 }];
  });
}

/** The share of the manager of what it balances itself; 0 where it takes none. */
export function managerWeight(core: ClusterCore, service: BalancedServiceSpec, manager: MemberSpec): number {
  if (core.lbMode === 'EXTERNAL' || addressBeside(core, manager, service.address) === undefined) return 0;
  return service.weights.find(({ hostId }) => hostId === manager.hostId)?.weight ?? 1;
}

function networksBeside({ networks }: ClusterCore, service: string): ReadonlySet<string> {
  return new Set(networks.filter(({ cidr }) => networkHolds(cidr, service)).map(({ name }) => name));
}

function ownOfFamily(service: string): (own: AddressSpec) => boolean {
  const family = addressFamily(service);
  return ({ purpose, address }) => purpose === 'HOST' && addressFamily(address) === family;
}

/** Where a host is found on the network of a service address; undefined where it declares no address there. */
export function addressBeside(core: ClusterCore, member: MemberSpec, service: string): string | undefined {
  return addressIn(networksBeside(core, service), core, member, service);
}

function addressIn(
  networks: ReadonlySet<string>,
  core: ClusterCore,
  { addresses }: MemberSpec,
  service: string,
): string | undefined {
  const beside = addresses.find(({ purpose, network }) => purpose === 'HOST' && networks.has(network));
  const own = beside ?? (core.forwarding === 'TUN' ? addresses.find(ownOfFamily(service)) : undefined);
  return own === undefined ? undefined : canonicalAddress(own.address);
}
