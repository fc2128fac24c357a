import { balanceablePorts } from './balanceable-ports.js';
import { addressFamily, canonicalAddress } from './ip-network.js';
import { serviceAddressesOf } from './members.js';
import type { ClusterCore } from './spec.js';

/** A port of a public address, or a range of them, that the NAT device in front of a cluster hands on; the port stays the same. */
export interface ForwardRule {
  readonly protocol: 'TCP' | 'UDP';
  readonly publicAddress: string;
  /** The first one of a range. */
  readonly port: number;
  /** The last one of a range; the same where it is one port. */
  readonly lastPort: number;
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

/** TCP ports that mail programs send by. Every device is asked to hand them on too; the published list of ports does without. */
export const recommendedPorts: ReadonlyMap<number, string> = new Map([
  [465, 'SMTP over TLS'],
  [587, balanceablePorts.get(587) ?? ''],
]);

/**
 * Where an FTP server takes data connections that its clients open, as nearly all do; it has to be told the range. It begins above the
 * ports that Linux gives to whoever asks for any (32768 to 60999 unless `net.ipv4.ip_local_port_range` says otherwise): services of
 * NFS, which listen at such ones, must not be reached from outside by a rule for FTP.
 * @see http://www.proftpd.org/docs/directives/linked/config_ref_PassivePorts.html
 */
export const passiveFtp = { port: 61_000, lastPort: 65_534, service: 'FTP data, passive' } as const;

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

/** How the ports of a rule are written where a range has a dash. */
export function portsOf({ port, lastPort }: ForwardRule): string {
  return port === lastPort ? String(port) : `${port}-${lastPort}`;
}

/** Every port that the NAT device has to hand on, by public address and port. */
export function forwardRules(core: ClusterCore): readonly ForwardRule[] {
  const single = new Map([...declaredPorts(core), ...recommendedPorts, ...forwardedPorts]);
  const all = [...[...single].map(([port, service]) => ({ port, lastPort: port, service })), passiveFtp];
  const sorted = all.toSorted((one, other) => one.port - other.port || other.lastPort - one.lastPort);
  return addressPairs(core).flatMap((pair) =>
    sorted.flatMap((ports): ForwardRule[] => [
      { ...pair, protocol: 'TCP', ...ports },
      ...(ports.port === dns ? [{ ...pair, protocol: 'UDP' as const, ...ports }] : []),
    ]),
  );
}
