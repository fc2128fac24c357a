import type { ClusterSpec } from '../../domain/account-spec.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { serviceAddressesOf } from '../../domain/members.js';
import { refused } from '../user-error.js';

/**
 * Refuses an address that is no service address of the cluster or another account's own. That it must not be the quorum address
 * is a requirement, which the rules judge.
 */
export function refuseDedicated({ core, accounts }: ClusterSpec, address: string): void {
  const field = ['dedicatedAddress'];
  const owner = accounts.find((account) => account.dedicatedAddress === address);
  if (owner !== undefined) {
    const message = `Account ${owner.name} has ${address} for itself; choose another service address, or none.`;
    throw refused('ADDRESS_TAKEN', message, field);
  }
  const services = serviceAddressesOf(core);
  const isQuorum = core.quorumAddress !== null && canonicalAddress(core.quorumAddress) === address;
  if (services.includes(address) || isQuorum) return;
  const choices = services.join(', ') || 'none';
  throw refused('INVALID_INPUT', `${address} is no service address of the cluster; those are: ${choices}.`, field);
}
