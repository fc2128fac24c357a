import { asCidr, networkHolds } from '../../domain/ip-network.js';

/** Whether the client of an export admits an address; a host name or netgroup cannot be decided from addresses alone. */
export function exportAdmits(client: string, address: string): 'YES' | 'NO' | 'UNDECIDED' {
  if (client === '*') return 'YES';
  const network = asCidr(client);
  if (network === undefined) return 'UNDECIDED';
  return networkHolds(network, address) ? 'YES' : 'NO';
}
