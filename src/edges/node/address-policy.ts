import { networkInterfaces } from 'node:os';
import { canonicalAddress, networkClass, networkHolds } from '../../domain/ip-network.js';
import type { AddressPolicy } from '../../ports/address-policy.js';

/** Where clouds answer their machines with credentials; the first lies in the link-local block already. */
const metadataAddresses = ['169.254.169.254', 'fd00:ec2::254'];

/**
 * Private addresses are what hosts have. What is refused would let a tenant reach Hostwright's own machine: loopback,
 * link-local, multicast, metadata, and the addresses of this machine, unless the operator allows a network.
 */
export function addressPolicy(allowed: readonly string[]): AddressPolicy {
  return {
    refusal: (text) => {
      const address = canonicalAddress(text);
      if (allowed.some((cidr) => networkHolds(cidr, address))) return undefined;
      const whole = `${address}/${address.includes(':') ? 128 : 32}`;
      if (networkClass(whole) === 'UNUSABLE' || metadataAddresses.includes(address)) {
        return `${address} is a loopback, link-local, multicast or reserved address`;
      }
      const own = Object.values(networkInterfaces()).some((list) =>
        list?.some((entry) => canonicalAddress(entry.address.replace(/%.*$/, '')) === address),
      );
      return own ? `${address} is an address of the machine that runs Hostwright` : undefined;
    },
  };
}
