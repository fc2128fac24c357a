import { addresses } from '../../../src/probes/network/addresses.js';
import { linkTree } from '../../../src/probes/network/link-tree.js';
import type { HostFacts } from './host-facts.js';

interface PrintedLink {
  readonly name: string;
  /** Left out for a card. */
  readonly kind?: string;
  readonly over?: string;
  readonly holds?: readonly string[];
}

/** Has a host show these links, all up: their addresses, and what they stand on. */
export function withLinks(facts: HostFacts, hostId: string, ...links: readonly PrintedLink[]): HostFacts {
  const text = JSON.stringify(
    links.map(({ name, kind, over, holds = [] }) => ({
      ...{ ifname: name, flags: ['UP'], address: '02:00:00:00:00:01' },
      ...(over === undefined ? {} : { link: over }),
      ...(kind === undefined ? {} : { linkinfo: { info_kind: kind } }),
      addr_info: holds.map((local) => ({ family: 'inet', local, prefixlen: 24, scope: 'global' })),
    })),
  );
  return facts.answer(hostId, linkTree(), text).answer(hostId, addresses(), text);
}
