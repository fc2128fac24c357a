import { serviceName, type ServiceTarget } from './balanced-services.js';
import { addressFamily, canonicalAddress } from './ip-network.js';
import type { BalancedServiceSpec, ClusterCore } from './spec.js';

function isIpv6(address: string): boolean {
  return addressFamily(address) === 'IPV6';
}

/** How balancers that are not of Linux are told by which order to spread. */
const order: Readonly<Record<BalancedServiceSpec['scheduler'], string>> = {
  RR: 'one after the other, whatever their weights above 0',
  WRR: 'in turn, as often as their weights say',
  LC: 'to the one with the fewest connections, whatever their weights above 0',
  WLC: 'to the one with the fewest connections for its weight',
  LBLC: 'each address to one node, and to the one with the fewest connections for its weight where that has too many',
};

/** Where the address belongs, which no host of the cluster claims. */
function holding(address: string): string {
  const [asked, told] = isIpv6(address)
    ? ['neighbour solicitations', 'unsolicited neighbour advertisements']
    : ['ARP', 'gratuitous ARP'];
  return `Hold ${address}, answer ${asked} for it, and announce it when you take it over (${told}); manager and nodes do neither.`;
}

/** Each name of the tunnel's device and of its module as Linux has them, and by how much a packet grows in it. */
function tunnelled(address: string): string {
  const six = isIpv6(address);
  const unpack = six
    ? 'modprobe ip6_tunnel && ip link set ip6tnl0 up'
    : 'modprobe ipip && ip link set tunl0 up && sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0';
  return `Have each node unpack the tunnels, which Hostwright does not set up, now and after each boot: ${unpack}. Tell a client by ICMP (${six ? 'packet too big' : 'fragmentation needed'}) when its packet and the ${six ? 40 : 20} bytes of the tunnel do not fit into one.`;
}

/** How connections get to the nodes with the service address unchanged, and what that needs. */
function handingOn(service: string, address: string, forwarding: ClusterCore['forwarding']): readonly string[] {
  const answers = `The nodes hold ${address} on their loopback and answer clients themselves: no answer comes back through you.`;
  return forwarding === 'DR'
    ? [
        `Hand on connections to ${service} by direct routing: leave every address and port as it is, the client's too, and send to the link address of the node. Be on one network segment with the nodes. ${answers}`,
      ]
    : [
        `Hand on connections to ${service} in ${isIpv6(address) ? 'IPv6-in-IPv6' : 'IP-in-IP'} tunnels to the nodes' own addresses: leave every address and port inside as it is, the client's too. ${answers}`,
        tunnelled(address),
      ];
}

function spreading(scheduler: BalancedServiceSpec['scheduler'], targets: readonly ServiceTarget[]): string {
  if (targets.length === 0) return 'There is no node to hand them on to yet.';
  const shares = targets.map(({ address, weight }) => `${address} with weight ${weight}`).join(', ');
  const resting = targets.some(({ weight }) => weight === 0) ? ' Weight 0 takes no new connections.' : '';
  return `Spread them by ${scheduler} (${order[scheduler]}) over ${shares}.${resting}`;
}

/** What somebody who only reads it has to do for a service, one duty each. */
export function balancerDuties(
  { forwarding }: ClusterCore,
  service: BalancedServiceSpec,
  targets: readonly ServiceTarget[],
): readonly string[] {
  const { port, scheduler, persistenceSeconds } = service;
  const address = canonicalAddress(service.address);
  return [
    holding(address),
    ...handingOn(serviceName({ ...service, address }), address, forwarding),
    spreading(scheduler, targets),
    persistenceSeconds === 0
      ? 'Treat each connection by itself.'
      : `Keep a client with the same node for ${persistenceSeconds} s.`,
    `Connect to port ${port} at each node's own address every few seconds, by TCP. Take out a node that does not accept, lead its clients elsewhere at once, and take it back once it accepts.`,
  ];
}
