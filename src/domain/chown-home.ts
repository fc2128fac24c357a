import { accountIdRange, type AccountSpec } from './account-spec.js';

type Ids = Readonly<Pick<AccountSpec, 'uid' | 'gid'>>;

/**
 * The command that gives an account what another UID has in its home, and what another account's group has there, by which quotas count.
 * Files of programs keep their owners and groups.
 * @param was whose it is
 */
export function chownHome(path: string, was: Ids, { uid, gid }: Ids): string {
  const owners = `chown -hR --from=${was.uid} ${uid} ${path}`;
  const isOfAccounts = was.gid >= accountIdRange.first && was.gid <= accountIdRange.last;
  return was.gid === gid || !isOfAccounts ? owners : `${owners} && chown -hR --from=:${was.gid} :${gid} ${path}`;
}
