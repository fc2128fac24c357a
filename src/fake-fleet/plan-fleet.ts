import { canonicalAddress } from '../domain/ip-network.js';
import type { FakeHostPlan } from './model/fake-host.js';
import type { HeldAddress } from './model/links.js';

/** The networks of a fleet that is planned by number; a part of each is left for quorum and service addresses. */
export const fleetNetworks = { public: '198.19.0.0/16', private: '10.98.0.0/16' } as const;

export interface PlacedHost {
  readonly name: string;
  readonly publicAddress?: string;
  readonly privateAddress?: string;
  readonly prefixLength: number;
  /** What is installed before Hostwright comes. */
  readonly packages?: readonly string[];
  /** Its root enforces group quotas; not unless said. */
  readonly quotas?: boolean;
}

/** What a Debian host has at least. */
const minimal = ['iputils-arping', 'iproute2'] as const;

/** A host with a card in the public segment, in the private one, or in both. */
export function planHost(
  { name, publicAddress, privateAddress, prefixLength, packages = [], quotas = false }: PlacedHost,
  number: number,
): FakeHostPlan {
  const placed = [
    ['public', publicAddress],
    ['private', privateAddress],
  ] as const;
  const cards = placed
    .flatMap(([segment, address]) => (address === undefined ? [] : [{ segment, address }]))
    .map(({ segment, address }, index) => {
      const bytes = [0x02, 0x98, index, number >> 16, number >> 8, number].map(hex);
      const addresses = [{ address, prefixLength }, linkLocal(bytes)];
      return { name: `eth${index}`, segment, linkAddress: bytes.join(':'), addresses };
    });
  return { name, cards, packages: [...minimal, ...packages], quotas };
}

/** A manager and so many nodes less one, with a public and a private address each. */
export function planFleet(count: number): readonly (PlacedHost & { readonly plan: FakeHostPlan })[] {
  return Array.from({ length: count }, (_, number) => {
    const last = `${Math.floor(number / 200)}.${11 + (number % 200)}`;
    const host = {
      ...{ name: number === 0 ? 'manager' : `node${number}`, prefixLength: 16, quotas: true },
      ...{ publicAddress: `198.19.${last}`, privateAddress: `10.98.${last}` },
    };
    return { ...host, plan: planHost(host, number) };
  });
}

/** The address that the kernel makes of that of a card. */
function linkLocal([first = '', ...rest]: readonly string[]): HeldAddress {
  const [second, third, fourth, fifth, sixth] = rest;
  const universal = hex(Number.parseInt(first, 16) ^ 2);
  const address = `fe80::${universal}${second}:${third}ff:fe${fourth}:${fifth}${sixth}`;
  return { address: canonicalAddress(address), prefixLength: 64 };
}

function hex(number: number): string {
  return (number & 255).toString(16).padStart(2, '0');
}
