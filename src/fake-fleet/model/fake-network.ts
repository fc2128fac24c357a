import type { FakeHost } from './fake-host.js';
import type { FakeLink } from './links.js';

interface Holder {
  readonly host: FakeHost;
  readonly link: FakeLink;
}

/** What became of a connection, as the kernel tells it. */
export type Reached = 'open' | 'Connection refused' | 'No route to host' | 'Network is unreachable';

/** The hosts of a fleet and how they reach one another: over links in the same segment. */
export class FakeNetwork {
  private readonly hosts: FakeHost[] = [];
  /** Where servers that are no hosts of the fleet really listen, by address and port of the model: `10.98.0.99:3306`. */
  readonly servers = new Map<string, { readonly address: string; readonly port: number }>();

  add(host: FakeHost): void {
    this.hosts.push(host);
  }

  /** Who holds an address as seen from a host; itself first. Nobody finds a host that cannot be reached. */
  holderOf(address: string, from: FakeHost): Holder | undefined {
    const route = from.links.routeTo(address);
    if (route?.local === true) return { host: from, link: route.link };
    if (route === undefined) return undefined;
    return this.onSegment(route.link.segment, from).find(({ link }) =>
      link.addresses.some((held) => held.address === address),
    );
  }

  /** The card that answers for an address by ARP on the segment that leads there; the one who asks is not asked. */
  claimOf(address: string, from: FakeHost): FakeLink | undefined {
    const segment = from.links.routeTo(address)?.link.segment;
    return this.onSegment(segment, from).find(
      ({ host, link }) =>
        link.addresses.some((held) => held.address === address) ||
        // Without the setting a kernel answers for the addresses of all its links.
        (host.kernel.get('/proc/sys/net/ipv4/conf/all/arp_ignore') === '0' && host.links.holding(address).length > 0),
    )?.link;
  }

  connect(address: string, port: number, from: FakeHost): Reached {
    if (from.links.routeTo(address) === undefined) return 'Network is unreachable';
    const holder = this.holderOf(address, from);
    if (holder === undefined) return 'No route to host';
    return holder.host.listensOn(port) ? 'open' : 'Connection refused';
  }

  private onSegment(segment: string | null | undefined, from: FakeHost): readonly Holder[] {
    if (segment === null || segment === undefined) return [];
    return this.hosts
      .filter((host) => host !== from && host.faults.find('unreachable') === undefined)
      .flatMap((host) => host.links.all.filter((link) => link.segment === segment).map((link) => ({ host, link })));
  }
}
