import type { AddressPolicy } from '../../ports/address-policy.js';
import { refused, type Refused } from '../user-error.js';

/** Why no host may be at an address; undefined where one may. */
export function forbiddenAddress(addressPolicy: AddressPolicy, address: string): Refused | undefined {
  const refusal = addressPolicy.refusal(address);
  if (refusal === undefined) return undefined;
  return refused(
    'FORBIDDEN_ADDRESS',
    `${refusal}; hosts may not be there unless the operator allows its network in HOSTWRIGHT_ALLOW_NETWORKS.`,
    ['address'],
  );
}
