import type { Manifest } from '../../manifest/manifest.js';
import type { Kept } from './not-by-an-edit.js';

/**
 * A manifest with what an edit has to keep put back as the cluster has it, at the places where it was written: what it says once its
 * refused parts are mended. Without that, whatever follows from them would be told as if it were wrong by itself.
 */
export function withKept(manifest: Manifest, accepted: Manifest, kept: readonly Kept[]): Manifest {
  const parts = new Set(kept.map(({ field: [part = ''] }) => part));
  const keeps = (part: keyof Manifest): boolean => parts.has(part);
  const there = new Map(accepted.accounts.map((account) => [account.name, account]));
  return {
    ...manifest,
    ...(keeps('topology') ? { topology: accepted.topology } : {}),
    ...(keeps('quorumAddress') || keeps('localDatabase') ? { quorumAddress: accepted.quorumAddress } : {}),
    ...(keeps('localDatabase') ? { localDatabase: accepted.localDatabase } : {}),
    ...(keeps('userStorage') ? { userStorage: accepted.userStorage } : {}),
    ...(keeps('webServer') ? { webServer: accepted.webServer } : {}),
    ...(keeps('databaseServers') ? { databaseServers: union(manifest.databaseServers, accepted.databaseServers) } : {}),
    ...(keeps('members') ? { members: withManager(manifest.members, accepted.members) } : {}),
    accounts: manifest.accounts.map((account) => there.get(account.name) ?? account),
  };
}

/** Those that are written stay at their places. */
function union(written: readonly string[], others: readonly string[]): string[] {
  return [...written, ...others.filter((name) => !written.includes(name))];
}

/** With the host that is the manager in the place of the one that was to be; as they are where that cannot be told. */
function withManager(written: Manifest['members'], accepted: Manifest['members']): Manifest['members'] {
  const manager = accepted.find(({ role }) => role === 'MANAGER')?.host;
  const managers = written.filter(({ role }) => role === 'MANAGER');
  if (manager === undefined || managers.length !== 1 || written.some(({ host }) => host === manager)) return written;
  return written.map((member) => (member.role === 'MANAGER' ? { ...member, host: manager } : member));
}
