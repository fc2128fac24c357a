import type { ClusterSpec } from './account-spec.js';
import { canonicalAddress } from './ip-network.js';
import { addressesFacing, managerOf, nodesOf, type PlacedMember } from './members.js';

/** A node that shares its web server's logs with the manager. */
export interface LogShare {
  readonly node: PlacedMember;
  /** The address that the manager mounts from: the node's on the quorum address's side. */
  readonly server: string;
  /** The manager's addresses on the node's side. */
  readonly clients: readonly string[];
}

/** None without web servers; a node that is only looked at has none of ours, and shares nothing. */
export function logSharesOf({ core, observedHosts }: ClusterSpec): readonly LogShare[] {
  const manager = managerOf(core);
  const { quorumAddress, webServer } = core;
  if (webServer === null || manager === undefined || quorumAddress === null) return [];
  return nodesOf(core).flatMap((node) => {
    const [server] = addressesFacing(core, node.member, quorumAddress);
    if (server === undefined || observedHosts.includes(node.member.hostId)) return [];
    const clients = [...addressesFacing(core, manager.member, server), canonicalAddress(quorumAddress)];
    return [{ node, server, clients: [...new Set(clients)].sort() }];
  });
}
