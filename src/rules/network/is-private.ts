import { networkHolds } from '../../domain/ip-network.js';
import type { ClusterCore } from '../../domain/spec.js';

/** Whether an address is in a private network that the cluster declares. */
export function isPrivate({ networks }: ClusterCore, address: string): boolean {
  return networks.some(({ kind, cidr }) => kind === 'PRIVATE' && networkHolds(cidr, address));
}
