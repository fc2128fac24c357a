import type { ClusterSpec } from '../../../src/domain/account-spec.js';
import type { Declared } from '../../../src/manifest/manifest-of.js';

const nameOf = (id: string): string => `n-${id.slice(-4)}`;
const inverse = (names: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...names].map(([id, name]) => [name, id]));

/** What is told of a value beside it, with a name for every id in it. */
export function declared(spec: ClusterSpec, more: Partial<Declared> = {}): Declared {
  const { core } = spec;
  const storage = core.userStorage.mode === 'EXTERNAL' ? [core.userStorage.fileServer] : [];
  const hosts = [...core.members.map(({ hostId }) => hostId), ...storage];
  return {
    ...{ spec, labels: {}, externalRef: null, acknowledgements: [], accounts: new Map() },
    names: {
      hosts: new Map(hosts.map((id) => [id, nameOf(id)])),
      databaseServers: new Map(core.databaseServers.map((id) => [id, nameOf(id)])),
      accounts: new Map(spec.accounts.map(({ accountId, name }) => [accountId, name])),
    },
    ...more,
  };
}

/** The ids behind those names. */
export function idsOf({ names }: Declared): Readonly<Record<keyof Declared['names'], ReadonlyMap<string, string>>> {
  return {
    hosts: inverse(names.hosts),
    databaseServers: inverse(names.databaseServers),
    accounts: inverse(names.accounts),
  };
}
