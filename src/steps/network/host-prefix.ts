import { addressFamily } from '../../domain/ip-network.js';

/**
 * Addresses are added with the full prefix. Such an address never becomes the primary one of a subnet, whose removal would
 * take the others with it, and it can be told from the host's own address of the same value.
 */
export function hostPrefix(address: string): number {
  return addressFamily(address) === 'IPV4' ? 32 : 128;
}
