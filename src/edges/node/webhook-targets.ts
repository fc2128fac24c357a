import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';
import { networkHolds } from '../../domain/ip-network.js';
import type { WebhookTargets } from '../../ports/webhook-targets.js';

const publicPorts: readonly number[] = [443, 8443];
const notHere = 'or have the operator allow its network in HOSTWRIGHT_WEBHOOK_NETWORKS';

/** Where a cloud answers its machines, although the address looks like any other. */
const metadataAddresses: readonly string[] = ['168.63.129.16'];

/**
 * Receivers are on the internet, behind TLS. What is refused would let a tenant reach what only Hostwright's own machine can:
 * loopback, private, link-local and multicast addresses, metadata, the machine itself, and every IPv6 form that leads to an IPv4
 * address. In networks that the operator allows, any port and plain HTTP will do.
 */
export function webhookTargets(allowed: readonly string[]): WebhookTargets {
  const isAllowed = (address: string): boolean => allowed.some((network) => networkHolds(network, address));
  const refusalOfAddress: WebhookTargets['refusalOfAddress'] = (text, { port, secure }) => {
    const address = parsed(text);
    if (address === undefined) return `${text} is no address`;
    const plain = address.toString();
    if (isAllowed(plain)) return undefined;
    if (!isPublic(address)) return `${plain} is no public address; give one that is, ${notHere}`;
    if (metadataAddresses.includes(plain)) return `${plain} is where a cloud answers its own machines`;
    if (isOwn(plain)) return `${plain} is an address of the machine that runs Hostwright; give another, ${notHere}`;
    if (!secure) return `plain HTTP is not sent over the internet; give an https:// URL, ${notHere}`;
    if (!publicPorts.includes(port))
      return `port ${port} is not ${publicPorts.join(' or ')}; use one of them, ${notHere}`;
    return undefined;
  };
  return {
    refusalOfAddress,
    refusalOfUrl: (url) => {
      const way = { port: portOf(url), secure: url.protocol === 'https:' };
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0) return refusalOfAddress(host, way);
      // A name may lead into a network that the operator allows; which one it is shows when connecting.
      if (allowed.length > 0) return undefined;
      if (!way.secure) return `plain HTTP is not sent over the internet; give an https:// URL, ${notHere}`;
      return publicPorts.includes(way.port)
        ? undefined
        : `port ${way.port} is not ${publicPorts.join(' or ')}; use one of them, ${notHere}`;
    },
  };
}

/** An IPv4 address in IPv6 clothes is judged as what it is. */
function parsed(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const family = isIP(text);
  if (family === 0 || text.includes('%')) return undefined;
  // Written out first: with dots in its end, an address that is no mapped one would be taken for one.
  return ipaddr.process(family === 4 ? text : new URL(`http://[${text}]/`).hostname.replace(/^\[|\]$/g, ''));
}

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** IPv6 counts only within what is given out for the internet, without the blocks there that lead elsewhere. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (address.range() !== 'unicast') return false;
  if (address.kind() === 'ipv4') return true;
  const text = address.toString();
  return networkHolds('2000::/3', text) && !networkHolds('3fff::/20', text);
}

function isOwn(address: string): boolean {
  return Object.values(networkInterfaces()).some((list) =>
    list?.some((entry) => ipaddr.process(entry.address.replace(/%.*$/, '')).toString() === address),
  );
}
