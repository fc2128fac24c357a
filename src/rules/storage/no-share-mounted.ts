import type { PlacedMember } from '../../domain/members.js';
import { because, type Reason } from '../reason.js';
import { declareInstead } from '../remedy.js';
import { userStorageTarget } from './user-storage-target.js';

/** What ends it: to look once more would find the same. */
export const mountFirst = declareInstead('Do first what that requirement says of the host');

/** Why nothing is known of how a host mounts user storage where it mounts none by NFS: that is told by another requirement. */
export function noShareMounted({ member }: PlacedMember): Reason {
  const told = member.role === 'MANAGER' ? 'R-STO-14' : 'R-NODE-2';
  return because('NO_SHARE_MOUNTED', `no share is mounted at ${userStorageTarget}, which is the matter of ${told}`, {
    told,
  });
}
