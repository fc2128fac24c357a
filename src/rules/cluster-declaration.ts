import { toGlobalId } from '../domain/ids.js';
import type { ClusterCore } from '../domain/spec.js';

/** What `createCluster` takes to declare a value, without its idempotency key. */
export function clusterDeclaration(core: ClusterCore): Readonly<Record<string, unknown>> {
  const storage = core.userStorage;
  return {
    name: core.name,
    topology: core.topology,
    networks: core.networks,
    members: core.members.map(({ hostId, ...member }) => ({ hostId: toGlobalId('Host', hostId), ...member })),
    quorumAddress: core.quorumAddress,
    userStorage:
      storage.mode === 'MANAGER_LOCAL'
        ? storage
        : {
            mode: storage.mode,
            fileServerId: toGlobalId('Host', storage.fileServer),
            exportPath: storage.exportPath,
          },
    databaseServerIds: core.databaseServers.map((id) => toGlobalId('DatabaseServer', id)),
    lbMode: core.lbMode,
    balancedServices: core.balancedServices.map(({ weights, ...service }) => ({
      ...service,
      weights: weights.map(({ hostId, weight }) => ({ hostId: toGlobalId('Host', hostId), weight })),
    })),
    panel: core.panel,
    quotasRequired: core.quotasRequired,
  };
}
