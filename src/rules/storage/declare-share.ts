import { canonicalAddress } from '../../domain/ip-network.js';
import { membersWithRole } from '../../domain/members.js';
import { clusterDeclaration } from '../cluster-declaration.js';
import { declareInstead } from '../remedy.js';
import type { Remedy, RuleContext } from '../rule.js';
import { shareText, type Share } from './share-of.js';

/**
 * Declares the share as user storage of the cluster. Where no member is the file server at its address, that comes first.
 * What is declared already is another matter than what is just being declared: it is edited as a manifest.
 */
export function declareShare({ spec, facts, clusterId }: RuleContext, share: Share): Remedy {
  const server = membersWithRole(spec.core, 'FILE_SERVER').find(({ member }) =>
    member.addresses.some(({ address }) => canonicalAddress(address) === share.address),
  );
  if (server === undefined) {
    // Its name and key for logins are for a person to choose.
    return declareInstead(
      `Register the file server at ${share.address} (registerHost, management OBSERVED), make it a member with role FILE_SERVER at this address, and declare user storage EXTERNAL there with exportPath ${share.path}`,
    );
  }
  const title = `Declare user storage EXTERNAL on ${shareText(share)}, which is adopted as it is mounted`;
  if (clusterId !== null) {
    const name = facts.hostName(server.member.hostId);
    return declareInstead(
      `${title}: while the cluster is a draft, applyCluster takes its manifest (exportCluster) with userStorage {mode: EXTERNAL, fileServer: ${name}, exportPath: ${share.path}}`,
    );
  }
  const userStorage = { mode: 'EXTERNAL', fileServer: server.member.hostId, exportPath: share.path } as const;
  const input = clusterDeclaration({ ...spec, core: { ...spec.core, userStorage } });
  return { title, mutation: 'createCluster', input, command: null, hostId: null };
}
