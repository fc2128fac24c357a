import { ip, type LabNetworkNames } from './lab-network.js';

/** Where cards are that were taken from the public segment. */
const beyond = 'beyond';

function set({ namespace }: LabNetworkNames, ...settings: readonly string[]): void {
  ip('netns', 'exec', namespace, 'sysctl', '-q', '-w', ...settings);
}

/**
 * Takes a host's card from the public segment and puts it on one of its own, with a router between them that answers for addresses
 * of either side: they may stay what they were, and whatever is sent from one side to the other passes the router.
 */
export function putBehindRouter(names: LabNetworkNames, tap: string, address: string): void {
  const { namespace, publicPrefix } = names;
  ip('-n', namespace, 'link', 'add', beyond, 'type', 'bridge');
  ip('-n', namespace, 'link', 'set', beyond, 'up');
  ip('-n', namespace, 'addr', 'add', `${publicPrefix}.254/24`, 'dev', 'public');
  ip('-n', namespace, 'route', 'add', `${address}/32`, 'dev', beyond);
  set(names, 'net.ipv4.ip_forward=1', 'net.ipv4.conf.public.proxy_arp=1', `net.ipv4.conf.${beyond}.proxy_arp=1`);
  ip('-n', namespace, 'link', 'set', tap, 'master', beyond);
}

/** The router's own address, on either side. */
export function routerOf(publicNetwork: string): string {
  return publicNetwork.replace('.0/24', '.254');
}

/** Puts the card back, and takes the router away. */
export function bringFromBehindRouter(names: LabNetworkNames, tap: string): void {
  const { namespace, publicPrefix } = names;
  ip('-n', namespace, 'link', 'set', tap, 'master', 'public');
  set(names, 'net.ipv4.ip_forward=0', 'net.ipv4.conf.public.proxy_arp=0');
  ip('-n', namespace, 'addr', 'del', `${publicPrefix}.254/24`, 'dev', 'public');
  ip('-n', namespace, 'link', 'del', beyond);
}
