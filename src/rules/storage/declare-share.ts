import type { ClusterSpec } from '../../domain/account-spec.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { membersWithRole } from '../../domain/members.js';
import { clusterDeclaration } from '../cluster-declaration.js';
import { declareInstead } from '../remedy.js';
import type { Remedy } from '../rule.js';
import { shareText, type Share } from './share-of.js';

/**
 * Declares the share as user storage of the cluster. Where no member is the file server at its address, that comes first.
 * A cluster that is declared already cannot be declared otherwise yet, so that only the input is shown.
 */
export function declareShare(spec: ClusterSpec, clusterId: string | null, share: Share): Remedy {
  const server = membersWithRole(spec.core, 'FILE_SERVER').find(({ member }) =>
    member.addresses.some(({ address }) => canonicalAddress(address) === share.address),
  );
  if (server === undefined) {
    // Its name and key for logins are for a person to choose.
    return declareInstead(
      `Register the file server at ${share.address} (registerHost, management OBSERVED), make it a member with role FILE_SERVER at this address, and declare user storage EXTERNAL there with exportPath ${share.path}`,
    );
  }
  const userStorage = { mode: 'EXTERNAL', fileServer: server.member.hostId, exportPath: share.path } as const;
  return {
    title: `Declare user storage EXTERNAL on ${shareText(share)}, which is adopted as it is mounted`,
    mutation: clusterId === null ? 'createCluster' : null,
    input: clusterDeclaration({ ...spec, core: { ...spec.core, userStorage } }),
    command: null,
    hostId: null,
  };
}
