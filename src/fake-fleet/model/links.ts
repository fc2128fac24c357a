import { addressFamily, networkHolds } from '../../domain/ip-network.js';
import { CommandFailed } from './command-failed.js';

export interface HeldAddress {
  readonly address: string;
  readonly prefixLength: number;
}

export interface FakeLink {
  readonly name: string;
  /** The network that the link is plugged into; null for the loopback. */
  readonly segment: string | null;
  readonly linkAddress: string;
  readonly addresses: readonly HeldAddress[];
}

interface Route {
  readonly link: FakeLink;
  readonly source: string;
  /** The host holds the address itself. */
  readonly local: boolean;
}

/** `ip` was refused by the kernel. */
const refusedByKernel = 2;

/** The links of a host, all of them up, and the addresses that they hold. */
export class Links {
  private links: readonly FakeLink[];

  constructor(cards: readonly FakeLink[]) {
    const loopback = {
      ...{ name: 'lo', segment: null, linkAddress: '00:00:00:00:00:00' },
      addresses: [
        { address: '127.0.0.1', prefixLength: 8 },
        { address: '::1', prefixLength: 128 },
      ],
    };
    this.links = [loopback, ...cards];
  }

  get all(): readonly FakeLink[] {
    return this.links;
  }

  holding(address: string): readonly FakeLink[] {
    return this.links.filter(({ addresses }) => addresses.some((held) => held.address === address));
  }

  routeTo(address: string): Route | undefined {
    const [own] = this.holding(address);
    if (own !== undefined) return { link: own, source: address, local: true };
    for (const link of this.links) {
      const held = link.addresses.find((one) => networkHolds(`${one.address}/${one.prefixLength}`, address));
      if (held !== undefined) return { link, source: held.address, local: false };
    }
    return undefined;
  }

  add(name: string, held: HeldAddress): void {
    if (this.holds(name, held)) throw new CommandFailed(refusedByKernel, 'RTNETLINK answers: File exists');
    this.replace(name, held);
  }

  replace(name: string, held: HeldAddress): void {
    this.change(name, (addresses) => (this.holds(name, held) ? addresses : inOrder([...addresses, held])));
  }

  remove(name: string, held: HeldAddress): void {
    if (!this.holds(name, held)) {
      throw new CommandFailed(refusedByKernel, 'RTNETLINK answers: Cannot assign requested address');
    }
    this.change(name, (addresses) => addresses.filter((one) => !same(one, held)));
  }

  private holds(name: string, held: HeldAddress): boolean {
    return this.links.some((link) => link.name === name && link.addresses.some((one) => same(one, held)));
  }

  private change(name: string, changed: (addresses: readonly HeldAddress[]) => readonly HeldAddress[]): void {
    if (!this.links.some((link) => link.name === name)) throw new CommandFailed(1, `Cannot find device "${name}"`);
    this.links = this.links.map((link) =>
      link.name === name ? { ...link, addresses: changed(link.addresses) } : link,
    );
  }
}

/** IPv4 first, as the kernel lists them. */
function inOrder(addresses: readonly HeldAddress[]): readonly HeldAddress[] {
  const isIpv4 = ({ address }: HeldAddress): boolean => addressFamily(address) === 'IPV4';
  return [...addresses.filter(isIpv4), ...addresses.filter((held) => !isIpv4(held))];
}

function same(one: HeldAddress, other: HeldAddress): boolean {
  return one.address === other.address && one.prefixLength === other.prefixLength;
}
