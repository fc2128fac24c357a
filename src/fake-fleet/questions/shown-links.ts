import type { FakeLink, HeldAddress } from '../model/links.js';

function shownAddress({ address, prefixLength }: HeldAddress, link: FakeLink): object {
  const family = address.includes(':') ? 'inet6' : 'inet';
  const scope = link.name === 'lo' ? 'host' : address.startsWith('fe80:') ? 'link' : 'global';
  return { family, local: address, prefixlen: prefixLength, scope };
}

/** Links as `ip -j address show` prints them. */
export function shownLinks(links: readonly FakeLink[]): string {
  const shown = links.map((link, index) => ({
    ...{ ifindex: index + 1, ifname: link.name, operstate: 'UP', address: link.linkAddress },
    flags: link.name === 'lo' ? ['LOOPBACK', 'UP', 'LOWER_UP'] : ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
    link_type: link.name === 'lo' ? 'loopback' : 'ether',
    addr_info: link.addresses.map((held) => shownAddress(held, link)),
  }));
  return `${JSON.stringify(shown)}\n`;
}
