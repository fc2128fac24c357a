import { clusterCore, specSchemaNumber, type ClusterCore } from '../domain/spec.js';
import type { Manifest } from './manifest.js';

/** Row ids behind the names of a manifest. */
export interface NamedIds {
  readonly hosts: ReadonlyMap<string, string>;
  readonly databaseServers: ReadonlyMap<string, string>;
  /** The manager's own database server, once there is one. */
  readonly localDatabase: string | undefined;
}

/**
 * The value that a manifest declares.
 * @throws ZodError where a name has no id
 */
export function coreOf(manifest: Manifest, ids: NamedIds): ClusterCore {
  const storage = manifest.userStorage;
  const named = manifest.databaseServers.map((name) => ids.databaseServers.get(name));
  return clusterCore.parse({
    schema: specSchemaNumber,
    name: manifest.name,
    ruleSet: manifest.ruleSet,
    topology: manifest.topology,
    nat: manifest.nat,
    networks: manifest.networks,
    members: manifest.members.map(({ host, ...member }) => ({ hostId: ids.hosts.get(host), ...member })),
    quorumAddress: manifest.quorumAddress,
    userStorage:
      storage.mode === 'MANAGER_LOCAL'
        ? storage
        : { mode: storage.mode, fileServer: ids.hosts.get(storage.fileServer), exportPath: storage.exportPath },
    databaseServers: ids.localDatabase === undefined ? named : [ids.localDatabase, ...named],
    localDatabase: manifest.localDatabase,
    lbMode: manifest.lbMode,
    forwarding: manifest.forwarding,
    balancedServices: manifest.balancedServices.map(({ weights, ...service }) => ({
      ...service,
      weights: weights.map(({ host, weight }) => ({ hostId: ids.hosts.get(host), weight })),
    })),
    webServer: manifest.webServer,
    panel: manifest.panel && {
      ...manifest.panel,
      licences: manifest.panel.licences.map(({ host, ...licence }) => ({ hostId: ids.hosts.get(host), ...licence })),
    },
    hypervisorAccess: manifest.hypervisorAccess,
    quotasRequired: manifest.quotasRequired,
  });
}

/** Every host that a manifest names, in its order, each once. */
export function hostsNamed({ members, userStorage, balancedServices, panel }: Manifest): readonly string[] {
  const storage = userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : [];
  const weighed = balancedServices.flatMap(({ weights }) => weights.map(({ host }) => host));
  const licensed = (panel?.licences ?? []).map(({ host }) => host);
  return [...new Set([...members.map(({ host }) => host), ...storage, ...weighed, ...licensed])];
}

/** Every database server that a manifest names, each once. */
export function databaseServersNamed({ databaseServers, accounts }: Manifest): readonly string[] {
  return [...new Set([...databaseServers, ...accounts.flatMap(({ database }) => database?.server ?? [])])];
}
