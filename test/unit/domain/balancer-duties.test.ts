import { externalBalancing } from '../../../src/domain/external-balancing.js';
import { hostId } from '../../../src/domain/ids.js';
import type { BalancedServiceSpec, ClusterCore } from '../../../src/domain/spec.js';
import { address, balancedElsewhere, memberOf, node1Id, node2Id, publicCluster } from '../rules/clusters.js';

function told(service: Partial<BalancedServiceSpec>, changed: Partial<ClusterCore> = {}): readonly string[] {
  const spec = publicCluster((edited) => {
    balancedElsewhere(service)(edited);
    Object.assign(edited.core, changed);
  });
  return externalBalancing(spec.core)[0]?.duties ?? [];
}

const six = '2001:db8::100';

/** Nodes with addresses of a network that is declared for it. */
function toldOfIpv6(forwarding: ClusterCore['forwarding']): readonly string[] {
  const spec = publicCluster((edited) => {
    balancedElsewhere({ address: six, port: 80 })(edited);
    edited.core.forwarding = forwarding;
    edited.core.networks.push({ name: 'six', kind: 'PUBLIC', cidr: '2001:db8::/64' });
    memberOf(edited, node1Id).addresses.push(address('six', '2001:db8::12', 'HOST'));
  });
  return externalBalancing(spec.core)[0]?.duties ?? [];
}

describe('what the person is told who sets up another balancer', () => {
  it('is everything that direct routing takes', () => {
    expect(told({ port: 443, persistenceSeconds: 0 })).toEqual([
      'Hold 9.9.9.100, answer ARP for it, and announce it when you take it over (gratuitous ARP); manager and nodes do neither.',
      "Hand on connections to 9.9.9.100:443 by direct routing: leave every address and port as it is, the client's too, and send to the link address of the node. Be on one network segment with the nodes. The nodes hold 9.9.9.100 on their loopback and answer clients themselves: no answer comes back through you.",
      'Spread them by WLC (to the one with the fewest connections for its weight) over 9.9.9.12 with weight 1, 9.9.9.13 with weight 1.',
      'Treat each connection by itself.',
      "Connect to port 443 at each node's own address every few seconds, by TCP. Take out a node that does not accept, lead its clients elsewhere at once, and take it back once it accepts.",
    ]);
  });

  it('is what tunnels take in the place of one segment', () => {
    const duties = told({}, { forwarding: 'TUN' });
    expect(duties.slice(1, 3)).toEqual([
      "Hand on connections to 9.9.9.100:80 in IP-in-IP tunnels to the nodes' own addresses: leave every address and port inside as it is, the client's too. The nodes hold 9.9.9.100 on their loopback and answer clients themselves: no answer comes back through you.",
      'Have each node unpack the tunnels, which Hostwright does not set up, now and after each boot: modprobe ipip && ip link set tunl0 up && sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.tunl0.rp_filter=0. Tell a client by ICMP (fragmentation needed) when its packet and the 20 bytes of the tunnel do not fit into one.',
    ]);
    expect(duties.join()).not.toContain('direct routing');
  });

  it('names what is of IPv6 there', () => {
    const duties = toldOfIpv6('TUN').join('\n');
    expect(duties).toContain(`Hold ${six}, answer neighbour solicitations for it`);
    expect(duties).toContain(`[${six}]:80 in IPv6-in-IPv6 tunnels`);
    expect(duties).toContain('modprobe ip6_tunnel && ip link set ip6tnl0 up. Tell a client by ICMP (packet too big)');
    expect(duties).not.toMatch(/ARP|ipip/);
  });

  it('tells how long a client is kept, and what a weight of 0 means where there is one', () => {
    const duties = told({ persistenceSeconds: 60, weights: [{ hostId: hostId.parse(node2Id), weight: 0 }] });
    expect(duties).toContain('Keep a client with the same node for 60 s.');
    expect(duties.join()).toContain('9.9.9.13 with weight 0. Weight 0 takes no new connections.');
    expect(told({}).join()).not.toContain('Weight 0');
  });

  it('says so where there is no node yet', () => {
    const none = publicCluster(balancedElsewhere({})).core.members.filter(({ role }) => role !== 'NODE');
    expect(told({}, { members: none })).toContain('There is no node to hand them on to yet.');
  });
});
