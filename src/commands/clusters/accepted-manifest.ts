import type { ClusterSpec } from '../../domain/account-spec.js';
import { manifestOf } from '../../manifest/manifest-of.js';
import type { Manifest } from '../../manifest/manifest.js';

/** The accepted value of a cluster as a manifest says it, without what people noted or acknowledged. */
export function acceptedManifest(spec: ClusterSpec, hostName: (hostId: string) => string): Manifest {
  const { members, userStorage } = spec.core;
  const hosts = [
    ...members.map(({ hostId }) => hostId),
    ...(userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : []),
  ];
  return manifestOf({
    spec,
    names: {
      hosts: new Map(hosts.map((hostId) => [hostId, hostName(hostId)])),
      databaseServers: new Map(spec.databaseServers.map(({ databaseServerId, name }) => [databaseServerId, name])),
      accounts: new Map(spec.accounts.map(({ accountId, name }) => [accountId, name])),
    },
    ...{ acknowledgements: [], accounts: new Map(), labels: {}, externalRef: null },
  });
}
