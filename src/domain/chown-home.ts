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

/** One account's home, wherever a step or a rule gives it; it is all of it that a command takes up. */
const given = /\((chown -hR --from=\d+ \d+ (\/[a-z0-9_/]+)(?: && chown -hR --from=:\d+ :\d+ \2)?)\)/;

/** The command in what was said to give an account its home; undefined where something else was said. */
export function chownHomeSaid(message: string): string | undefined {
  return given.exec(message)?.[1];
}
