import type { ClusterSpec } from './account-spec.js';
import { localDatabaseOf } from './local-database.js';

/** Head of every manifest. The number is raised when an old manifest would mean something else. */
export const manifestHead = { apiVersion: 'hostwright/v1', kind: 'Cluster' } as const;

/**
 * What a manifest tells of a cluster's core, its hosts by their names. Applied without more, it leaves accounts, labels and
 * acknowledgements as they are.
 */
export function manifestBody(
  spec: ClusterSpec,
  host: (hostId: string) => string,
  server: (databaseServerId: string) => string,
) {
  const { core } = spec;
  const local = localDatabaseOf(spec)?.databaseServerId;
  const storage = core.userStorage;
  return {
    ruleSet: core.ruleSet,
    topology: core.topology,
    nat: core.nat,
    networks: core.networks,
    members: core.members.map(({ hostId, ...member }) => ({ host: host(hostId), ...member })),
    quorumAddress: core.quorumAddress,
    userStorage:
      storage.mode === 'MANAGER_LOCAL'
        ? storage
        : { mode: storage.mode, fileServer: host(storage.fileServer), exportPath: storage.exportPath },
    databaseServers: core.databaseServers.filter((id) => id !== local).map(server),
    localDatabase: core.localDatabase,
    lbMode: core.lbMode,
    forwarding: core.forwarding,
    balancedServices: core.balancedServices.map(({ weights, ...service }) => ({
      ...service,
      weights: weights.map(({ hostId, weight }) => ({ host: host(hostId), weight })),
    })),
    webServer: core.webServer,
    panel: core.panel && {
      ...core.panel,
      licences: core.panel.licences.map(({ hostId, ...licence }) => ({ host: host(hostId), ...licence })),
    },
    hypervisorAccess: core.hypervisorAccess,
    quotasRequired: core.quotasRequired,
  };
}
