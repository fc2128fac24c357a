import type { ClusterSpec } from './account-spec.js';
import { canonicalAddress } from './ip-network.js';
import { addressesFacing, facing, managerOf, nodesOf, type PlacedMember } from './members.js';
import { oncePer } from './once-per.js';

/** A node that shares its web server's logs with the manager. */
export interface LogShare {
  readonly node: PlacedMember;
  /** The address that the manager mounts from: the node's on the quorum address's side. */
  readonly server: string;
  /** The manager's addresses on the node's side. */
  readonly clients: readonly string[];
}

/** None without web servers; a node that is only looked at has none of ours, and shares nothing. */
export const logSharesOf = oncePer(({ core, observedHosts }: ClusterSpec): readonly LogShare[] => {
  const manager = managerOf(core);
  const { quorumAddress, webServer } = core;
  if (webServer === null || manager === undefined || quorumAddress === null) return [];
  const towardsManager = facing(core, quorumAddress);
  const observed = new Set(observedHosts);
  return nodesOf(core).flatMap((node) => {
    const [server] = towardsManager(node.member);
    if (server === undefined || observed.has(node.member.hostId)) return [];
    const clients = [...addressesFacing(core, manager.member, server), canonicalAddress(quorumAddress)];
    return [{ node, server, clients: [...new Set(clients)].sort() }];
  });
});
