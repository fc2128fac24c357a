import { balanceablePorts } from './balanceable-ports.js';
import { addressFamily, canonicalAddress } from './ip-network.js';
import { serviceAddressesOf } from './members.js';
import type { ClusterCore } from './spec.js';

/** A port of a public address that the NAT device in front of a cluster hands on; the port stays the same. */
export interface ForwardRule {
  readonly protocol: 'TCP' | 'UDP';
  readonly publicAddress: string;
  readonly port: number;
  readonly targetAddress: string;
  /** What is served there, for people. */
  readonly service: string;
}

/** The TCP ports that every NAT device hands on, whether a cluster balances them or not. */
export const forwardedPorts: ReadonlyMap<number, string> = new Map([
  ...[[20, 'FTP data'] as const, [22, 'SSH'] as const, [53, 'DNS'] as const],
  ...[21, 25, 80, 110, 143, 443, 993, 995].map((port) => [port, balanceablePorts.get(port) ?? ''] as const),
  ...[[2080, 'panel'] as const, [2443, 'panel over TLS'] as const],
]);

const dns = 53;
const mysql = 3306;

/** A public address and the manager's that stands behind it. */
export interface AddressPair {
  readonly publicAddress: string;
  readonly targetAddress: string;
}

/**
 * Whom the device hands connections to: everything to one address, or each public address to a service address of its own, in the
 * order of the value. Empty while the value does not say so much of the device.
 */
export function addressPairs(core: ClusterCore): readonly AddressPair[] {
  const { nat } = core;
  if (nat === null) return [];
  const target = nat.forwardTarget === null ? undefined : canonicalAddress(nat.forwardTarget);
  const targets = serviceAddressesOf(core);
  return nat.publicAddresses.map(canonicalAddress).flatMap((publicAddress, index): AddressPair[] => {
    const targetAddress = nat.mode === 'ONE_TO_ONE' ? targets[index] : target;
    if (targetAddress === undefined || addressFamily(targetAddress) !== addressFamily(publicAddress)) return [];
    return [{ publicAddress, targetAddress }];
  });
}

/** Ports of declared services besides those that every device hands on. */
function declaredPorts({ balancedServices, panel, nat }: ClusterCore): readonly (readonly [number, string])[] {
  return [
    ...balancedServices.map(({ port }) => [port, balanceablePorts.get(port) ?? 'balanced service'] as const),
    ...(panel?.ports ?? []).map((port) => [port, 'panel'] as const),
    ...(nat?.forwardMysql === true ? [[mysql, 'MySQL'] as const] : []),
  ];
}

/** Every port that the NAT device has to hand on, by public address and port. */
export function forwardRules(core: ClusterCore): readonly ForwardRule[] {
  const ports = new Map([...declaredPorts(core), ...forwardedPorts]);
  const sorted = [...ports].toSorted(([one], [other]) => one - other);
  return addressPairs(core).flatMap((pair) =>
    sorted.flatMap(([port, service]): ForwardRule[] => [
      { ...pair, protocol: 'TCP', port, service },
      ...(port === dns ? [{ ...pair, protocol: 'UDP' as const, port, service }] : []),
    ]),
  );
}
