import { addressFamily, type AddressFamily } from '../../domain/ip-network.js';
import { addressPairs, forwardRules, type AddressPair, type ForwardRule } from '../../domain/forward-rules.js';
import type { ClusterCore } from '../../domain/spec.js';

/** What the device in front of a cluster does for one family of addresses. */
export interface Forwarding {
  readonly family: AddressFamily;
  readonly rules: readonly ForwardRule[];
  /** Networks whose servers go out through the device. */
  readonly inside: readonly string[];
  /** Addresses that keep their public address on the way out too; the other way round than connections come in. */
  readonly kept: readonly AddressPair[];
}

/** By family, those without a rule left out. */
export function forwardings(core: ClusterCore): readonly Forwarding[] {
  const rules = forwardRules(core);
  const inside = core.networks.filter(({ kind }) => kind === 'PRIVATE').map(({ cidr }) => cidr);
  const kept = core.nat?.mode === 'ONE_TO_ONE' ? addressPairs(core) : [];
  return (['IPV4', 'IPV6'] as const)
    .map((family) => ({
      family,
      rules: rules.filter(({ publicAddress }) => addressFamily(publicAddress) === family),
      inside: inside.filter((cidr) => addressFamily(cidr) === family),
      kept: kept.filter(({ publicAddress }) => addressFamily(publicAddress) === family),
    }))
    .filter((forwarding) => forwarding.rules.length > 0);
}

/** What the device has to do besides, which no rule of forwarding says. */
export const duties: readonly string[] = [
  'Leave the address of the client as it is on the way in.',
  "Answers come from the nodes: with the address that was forwarded to, from other network cards than the manager's.",
  'Take them, and give them the public address again. Do not tie addresses to network cards.',
  'The servers use the device as their gateway. Forwarding between its networks has to be on and allowed.',
];
