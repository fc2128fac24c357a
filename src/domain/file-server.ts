import type { ClusterSpec } from './account-spec.js';
import { canonicalAddress } from './ip-network.js';
import { membersWithRole, quorumNetworkOf, type PlacedMember } from './members.js';

/** The host outside of manager and nodes that user storage is declared on. */
export interface FileServer extends PlacedMember {
  /** The address that it is mounted from: the one in the quorum address's network, where it has one there. */
  readonly address: string;
  readonly exportPath: string;
  /** Looked at and judged, never changed. */
  readonly isObserved: boolean;
}

/** Undefined where the manager holds user storage, and while the value does not say where the file server is reached. */
export function fileServerOf({ core, observedHosts }: ClusterSpec): FileServer | undefined {
  const storage = core.userStorage;
  if (storage.mode !== 'EXTERNAL') return undefined;
  const server = membersWithRole(core, 'FILE_SERVER').find(({ member }) => member.hostId === storage.fileServer);
  if (server === undefined) return undefined;
  const near = quorumNetworkOf(core)?.name;
  const [first] = server.member.addresses;
  const address = server.member.addresses.find(({ network }) => network === near) ?? first;
  if (address === undefined) return undefined;
  return {
    ...server,
    address: canonicalAddress(address.address),
    exportPath: storage.exportPath,
    isObserved: observedHosts.includes(server.member.hostId),
  };
}
