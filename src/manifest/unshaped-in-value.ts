import type { ClusterSpec } from '../domain/account-spec.js';

type Path = readonly string[];

/** Where a value has what a manifest has at a place, and whatever is concluded from that. */
export function unshapedInValue(path: Path, spec: ClusterSpec): readonly Path[] {
  const [part = ''] = path;
  const same: Path = ['core', ...path.map((key) => (key === 'host' ? 'hostId' : key))];
  const ofServers = (key: string): readonly Path[] =>
    spec.databaseServers.map((_, index) => ['databaseServers', String(index), key]);
  switch (part) {
    case 'name':
    case 'acknowledgements':
      return [];
    case 'accounts':
      return [path];
    case 'members':
      return [same, ...ofServers('reachedThrough')];
    // A server may be reached where the device in front forwards to.
    case 'nat':
    case 'quorumAddress':
      return [same, ...ofServers('address')];
    case 'databaseServers':
      return [same, ['databaseServers']];
    case 'localDatabase': {
      const ofAccounts = spec.accounts.map((_, index): Path => ['accounts', String(index), 'database']);
      return [same, ['core', 'databaseServers'], ['databaseServers'], ...ofAccounts];
    }
    default:
      return [same];
  }
}

/**
 * Where addresses name their network, of those of which it cannot be told which one is meant: one that is not declared as far as can
 * be read, while something of the networks or the address cannot.
 */
export function networksUnsure({ core }: ClusterSpec, places: readonly Path[]): readonly Path[] {
  const keys = new Set(places.map((place) => place.join('.')));
  const isAnyUnread = places.some(([, part]) => part === 'networks');
  const read = keys.has('core.networks')
    ? []
    : core.networks.filter((_, index) => !keys.has(`core.networks.${index}.name`));
  const declared = new Set(read.map(({ name }) => name));
  return core.members.flatMap(({ addresses }, index) =>
    addresses.flatMap(({ network }, position): readonly Path[] => {
      const place: Path = ['core', 'members', String(index), 'addresses', String(position)];
      const isUnread = isAnyUnread || keys.has([...place, 'address'].join('.'));
      return isUnread && !declared.has(network) ? [[...place, 'network']] : [];
    }),
  );
}
