import type { ClusterCore, MemberSpec } from '../../domain/spec.js';

/** Whether a host keeps customers' files or databases on its own disks: a manager that has not handed both of them on. */
export function keepsData({ userStorage, localDatabase }: ClusterCore, { role }: MemberSpec): boolean {
  return role === 'MANAGER' && (userStorage.mode === 'MANAGER_LOCAL' || localDatabase);
}
