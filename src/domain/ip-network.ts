import ipaddr from 'ipaddr.js';
import { ipv4Bits } from './ipv4-bits.js';

/**
 * What an address or a whole network is good for. SHARED is carrier-grade NAT, UNUSABLE can never be a host's own address on
 * a network (loopback, link-local, multicast, reserved), MIXED is a network that spans several classes.
 */
export type NetworkClass = 'PUBLIC' | 'PRIVATE' | 'SHARED' | 'DOCUMENTATION' | 'BENCHMARK' | 'UNUSABLE' | 'MIXED';

type Block = readonly [address: ipaddr.IPv4 | ipaddr.IPv6, prefixLength: number];

/** The special blocks of the IANA registries; everything else is PUBLIC. */
const specialBlocks = (
  [
    ['PRIVATE', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']],
    ['SHARED', ['100.64.0.0/10']],
    ['DOCUMENTATION', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20']],
    ['BENCHMARK', ['198.18.0.0/15', '2001:2::/48']],
    [
      'UNUSABLE',
      [
        ...['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'],
        ...['::/127', '::ffff:0:0/96', 'fe80::/10', 'ff00::/8'],
      ],
    ],
  ] as const
).flatMap(([networkClass, blocks]) =>
  blocks.map((text): { networkClass: NetworkClass; block: Block } => ({ networkClass, block: ipaddr.parseCIDR(text) })),
);

const ipv4PrefixLength = /^(?:\d|[12]\d|3[0-2])$/;

/** Whether an address lies in a block; an address of the other family does not. */
function inBlock(address: ipaddr.IPv4 | ipaddr.IPv6, [base, prefixLength]: Block): boolean {
  return address.kind() === base.kind() && address.match(base, prefixLength);
}

/** The class of a whole network, e.g. `10.0.0.0/24`. Throws on text that is no CIDR block. */
export function networkClass(cidr: string): NetworkClass {
  const network: Block = ipaddr.parseCIDR(cidr);
  const around = specialBlocks.find(({ block }) => block[1] <= network[1] && inBlock(network[0], block));
  if (around !== undefined) return around.networkClass;
  return specialBlocks.some(({ block }) => inBlock(block[0], network)) ? 'MIXED' : 'PUBLIC';
}

/** The network that an address is all of, e.g. `10.0.0.5/32`. */
export function wholeNetwork(address: string): string {
  return `${address}/${addressFamily(address) === 'IPV6' ? 128 : 32}`;
}

/** The network of a CIDR block by its own address, in canonical form: that of `10.0.0.5/24` is `10.0.0.0/24`. */
export function networkAround(cidr: string): string {
  const [, prefixLength = ''] = cidr.split('/');
  return `${parserOf(cidr).networkAddressFromCIDR(cidr).toString()}/${prefixLength}`;
}

/** Whether a network holds an address. Throws on text that is none. */
export function networkHolds(cidr: string, address: string): boolean {
  // Rules ask this of every address of every host: for what is almost always asked the library takes many times as long.
  const bits = ipv4Bits(address);
  if (bits !== undefined) {
    if (addressFamily(cidr) === 'IPV6') return false;
    const end = cidr.indexOf('/');
    const base = ipv4Bits(cidr.slice(0, end));
    const prefixLength = cidr.slice(end + 1);
    if (base !== undefined && ipv4PrefixLength.test(prefixLength)) {
      const hosts = 2 ** (32 - Number(prefixLength));
      return Math.floor(base / hosts) === Math.floor(bits / hosts);
    }
  }
  // By its family: the library would try text as IPv6 first, by way of an exception.
  return inBlock(parserOf(address).parse(address), parserOf(cidr).parseCIDR(cidr));
}

function parserOf(text: string): typeof ipaddr.IPv4 | typeof ipaddr.IPv6 {
  return addressFamily(text) === 'IPV6' ? ipaddr.IPv6 : ipaddr.IPv4;
}

/**
 * A network as it may be written in configuration: an address, an address with a prefix length, or (IPv4) with a netmask.
 * Answers it as a CIDR block; undefined for anything else, such as a host name.
 */
export function asCidr(text: string): string | undefined {
  const [address = '', suffix, ...rest] = text.split('/');
  if (rest.length > 0 || !isAddress(address)) return undefined;
  if (suffix === undefined) return `${address}/${addressFamily(address) === 'IPV4' ? 32 : 128}`;
  if (!ipaddr.IPv4.isValidFourPartDecimal(suffix)) return ipaddr.isValidCIDR(text) ? text : undefined;
  const prefixLength = ipaddr.IPv4.parse(suffix).prefixLengthFromSubnetMask();
  return prefixLength === null || addressFamily(address) === 'IPV6' ? undefined : `${address}/${prefixLength}`;
}

export function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
}

export type AddressFamily = 'IPV4' | 'IPV6';

export function addressFamily(address: string): AddressFamily {
  return address.includes(':') ? 'IPV6' : 'IPV4';
}

/** The one way of writing an address, so that equal addresses are equal texts: `2001:DB8::0:1` is `2001:db8::1`. */
export function canonicalAddress(address: string): string {
  return addressFamily(address) === 'IPV4' ? address : ipaddr.IPv6.parse(address).toString();
}
