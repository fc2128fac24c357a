import type { z } from 'zod';
import type { manifest } from './manifest.js';

/** In the place of names. It is nobody's, and what a rule says by it is not to be told. */
export const standInName = 'has-no-shape';
const address = '192.0.2.1';

/** In the place of what has not the shape: that of a manifest, so that the rest can be read. No rule ever reads it, but for the name. */
const standIns = {
  name: standInName,
  ruleSet: 'BASE',
  topology: 'PUBLIC',
  nat: { mode: 'PORT_FORWARDING', publicAddresses: [address], forwardTarget: null, forwardMysql: false },
  networks: [{ name: standInName, kind: 'PUBLIC', cidr: '192.0.2.0/24' }],
  members: [{ host: standInName, role: 'NODE', addresses: [{ network: standInName, address, purpose: 'HOST' }] }],
  quorumAddress: null,
  userStorage: { mode: 'MANAGER_LOCAL' },
  databaseServers: [standInName],
  localDatabase: false,
  lbMode: 'MANAGED',
  forwarding: 'DR',
  balancedServices: [],
  panel: {
    ...{ name: standInName, ports: [], databasePort: null },
    licences: [{ host: standInName, kind: 'VPS', attestedAt: '2026-01-31' }],
  },
  accounts: [],
  acknowledgements: [],
} satisfies Partial<z.input<typeof manifest>>;

interface StandIn {
  /** The place that it takes: the one that was asked for, or of the nearest part around it that can be read without it. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * What stands in for what is at a place. A list of which an entry is none stands for the whole: how many it was to have is not known. So
 * does user storage, of which what the rest means depends on its mode. Undefined where nothing does.
 */
export function standInFor(path: readonly string[]): StandIn | undefined {
  const depths = path[0] === 'userStorage' ? [1] : [...path.keys()].map((index) => path.length - index);
  for (const depth of depths) {
    const place = path.slice(0, depth);
    const value = at(place);
    if (value !== undefined && !Array.isArray(at(place.slice(0, -1)))) return { path: place, value };
  }
  return undefined;
}

/** Keys of the map at a place that stand-ins have. */
export function keysOfStandIn(path: readonly string[]): readonly string[] {
  const value = at(path);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}

/** Lists have one entry, which is that of every position. */
function at(path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => {
    if (Array.isArray(node)) return node[0];
    return typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined;
  }, standIns);
}
