import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, membersWithRole, nodesOf } from '../../domain/members.js';

/** User storage as its clients reach it. */
export interface SharedStorage {
  /** As `mount` takes it. */
  readonly source: string;
  /** Ids of the hosts that mount it, in the order of the value. */
  readonly clients: readonly string[];
  readonly manager: string;
}

/** Where manager and nodes find user storage. */
export const userStorage = '/chroot';

/** Undefined while the value does not say yet who exports at which address. */
export function sharedStorageOf(spec: ClusterSpec): SharedStorage | undefined {
  const { core } = spec;
  const manager = managerOf(core)?.member.hostId;
  if (manager === undefined) return undefined;
  if (core.userStorage.mode === 'EXTERNAL') {
    const server = fileServerOf(spec);
    if (server === undefined) return undefined;
    const clients = membersWithRole(core, 'MANAGER', 'NODE').map(({ member }) => member.hostId);
    return { source: sourceOf(server.address, server.exportPath), clients, manager };
  }
  if (core.quorumAddress === null) return undefined;
  const clients = nodesOf(core).map(({ member }) => member.hostId);
  return { source: sourceOf(canonicalAddress(core.quorumAddress), userStorage), clients, manager };
}

/** A share as `mount` takes it. */
export function sourceOf(address: string, path: string): string {
  return `${address.includes(':') ? `[${address}]` : address}:${path}`;
}
