import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { asCidr } from '../../domain/ip-network.js';
import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import { isPrivate } from './is-private.js';

/** A server that a host connects to, and the code of the violation when it does over the public side. */
export interface Destination {
  readonly address: string;
  readonly what: string;
  readonly server: string;
  readonly code: 'MYSQL_ON_PUBLIC_SIDE' | 'NFS_ROUTED_BY_PUBLIC_SIDE';
}

/** Those that the cluster uses and that are named by an address; the way to a name is not asked for. */
function databases({ core, databaseServers }: ClusterSpec): readonly Destination[] {
  return databaseServers
    .filter(({ databaseServerId, address }) => core.databaseServers.includes(databaseServerId) && asCidr(address))
    .map(({ name, address }) => ({
      ...{ address, server: name },
      ...{ what: `database server ${name}`, code: 'MYSQL_ON_PUBLIC_SIDE' },
    }));
}

/**
 * Where manager and nodes connect to, by host. A share at a public address is told by who mounts it. What leads nodes to the
 * quorum address is judged by R-NET-2.
 */
export function destinationsOf(spec: ClusterSpec): (hostId: string) => readonly Destination[] {
  const share = (address: string, what: string): readonly Destination[] =>
    isPrivate(spec.core, address) ? [{ address, what, server: address, code: 'NFS_ROUTED_BY_PUBLIC_SIDE' }] : [];
  const files = fileServerOf(spec);
  const ofAll = [...databases(spec), ...(files === undefined ? [] : share(files.address, 'user storage'))];
  const managerId = managerOf(spec.core)?.member.hostId;
  const ofManager = [...ofAll, ...logSharesOf(spec).flatMap(({ server }) => share(server, 'the logs of a node'))];
  return (hostId) => (hostId === managerId ? ofManager : ofAll);
}
