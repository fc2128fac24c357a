import type { ClusterCore } from '../../domain/spec.js';

export const sshPort = 22;
export const nfsPort = 2049;

/**
 * Where nodes prove that traffic between servers gets through: at the NFS server, which every site hangs on. A manager that
 * exports nothing runs no server for nodes yet, and is tried at its SSH server.
 */
export function quorumPort({ userStorage }: ClusterCore): number {
  return userStorage.mode === 'MANAGER_LOCAL' ? nfsPort : sshPort;
}
