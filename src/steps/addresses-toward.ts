import { networkHolds } from '../domain/ip-network.js';
import type { AddressPurpose, ClusterCore, MemberSpec } from '../domain/spec.js';

/**
 * The addresses with which a member appears to a target: those on a network that holds the target, else all of them, since
 * a router stands between. Each once, in the order of the value.
 */
export function addressesToward(
  core: ClusterCore,
  member: MemberSpec,
  target: string,
  ...purposes: readonly AddressPurpose[]
): readonly string[] {
  const own = member.addresses.filter(({ purpose }) => purposes.includes(purpose));
  const near = new Set(core.networks.filter(({ cidr }) => networkHolds(cidr, target)).map(({ name }) => name));
  const onLink = own.filter(({ network }) => near.has(network));
  return [...new Set((onLink.length > 0 ? onLink : own).map(({ address }) => address))];
}
