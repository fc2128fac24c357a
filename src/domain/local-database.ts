import type { ClusterSpec, DatabaseServerSpec } from './account-spec.js';
import { canonicalAddress } from './ip-network.js';
import { addressesFacing, managerOf } from './members.js';

/** TCP port of the manager's own database server. */
export const localDatabasePort = 3306;

/** Our login of such a server: it ends in the random digits of the server's id, so that no other user can be mistaken for it. */
export function loginMadeHere(databaseServerId: string): string {
  return `hostwright_${databaseServerId.slice(-12)}`;
}

/** Whether a server's login and password are made by us, and not known from its owner. */
export function isLoginMadeHere({ id, login }: { readonly id: string; readonly login: string }): boolean {
  return login === loginMadeHere(id);
}

/**
 * The database server that Hostwright runs on the manager, where the cluster declares one. It is told from those that their
 * owners run by its address, the quorum address: for a node the manager's localhost is nowhere.
 */
export function localDatabaseOf({ core, databaseServers }: ClusterSpec): DatabaseServerSpec | undefined {
  const { localDatabase, quorumAddress } = core;
  if (!localDatabase || quorumAddress === null) return undefined;
  const quorum = canonicalAddress(quorumAddress);
  return databaseServers.find(
    ({ address, port }) => canonicalAddress(address) === quorum && port === localDatabasePort,
  );
}

/** The database servers that their owners run. */
export function remoteDatabasesOf(spec: ClusterSpec): readonly DatabaseServerSpec[] {
  const local = localDatabaseOf(spec);
  return spec.databaseServers.filter((server) => server !== local);
}

/** Where the manager comes from when it connects to its own server: the kernel may choose either of its addresses there. */
export function managerFacingItself(spec: ClusterSpec): readonly string[] {
  const server = localDatabaseOf(spec);
  const manager = managerOf(spec.core);
  if (server === undefined || manager === undefined) return [];
  return [
    ...new Set([canonicalAddress(server.address), ...addressesFacing(spec.core, manager.member, server.address)]),
  ].sort();
}
