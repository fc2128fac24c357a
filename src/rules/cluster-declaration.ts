import { toGlobalId } from '../domain/ids.js';
import type { ClusterSpec } from '../domain/account-spec.js';
import { localDatabaseOf } from '../domain/local-database.js';

/** What `createCluster` takes to declare a value, without its idempotency key. The manager's own database is made with it. */
export function clusterDeclaration(spec: ClusterSpec): Readonly<Record<string, unknown>> {
  const { core } = spec;
  const local = localDatabaseOf(spec)?.databaseServerId;
  const storage = core.userStorage;
  return {
    name: core.name,
    ruleSet: core.ruleSet,
    topology: core.topology,
    nat: core.nat,
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
    databaseServerIds: core.databaseServers.filter((id) => id !== local).map((id) => toGlobalId('DatabaseServer', id)),
    localDatabase: core.localDatabase,
    lbMode: core.lbMode,
    forwarding: core.forwarding,
    balancedServices: core.balancedServices.map(({ weights, ...service }) => ({
      ...service,
      weights: weights.map(({ hostId, weight }) => ({ hostId: toGlobalId('Host', hostId), weight })),
    })),
    webServer: core.webServer,
    panel:
      core.panel === null
        ? null
        : {
            ...core.panel,
            licences: core.panel.licences.map((one) => ({ ...one, hostId: toGlobalId('Host', one.hostId) })),
          },
    hypervisorAccess: core.hypervisorAccess,
    quotasRequired: core.quotasRequired,
  };
}
