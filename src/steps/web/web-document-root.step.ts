import { z } from 'zod';
import { accountIdRange, unixName } from '../../domain/account-spec.js';
import { directoryAt } from '../../probes/system/directory-at.js';
import { accountHome } from '../accounts/account-home.step.js';
import type { Change } from '../change.js';
import { change, done } from '../decision.js';
import { hostStep } from '../step.js';
import { fileSystemAway } from '../storage/file-system-away.js';
import { homesDirectory } from '../storage/user-storage-paths.js';

const id = z.int().min(accountIdRange.first).max(accountIdRange.last);
const input = z.strictObject({ host: z.uuid(), name: unixName, uid: id, gid: id });
type Input = z.infer<typeof input>;

/** What an account's site consists of, beside files of the customer's that nobody is served. */
export function documentRootOf(name: string): string {
  return `${homesDirectory}/${name}/public_html`;
}

/** As the account: in a directory of a customer's, root would follow a link of the customer's to anywhere. */
function asAccount({ uid, gid }: Input, ...argv: readonly string[]): Change {
  const account = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups', '--'];
  return { do: 'run', argv: ['setpriv', ...account, ...argv] };
}

/**
 * The directory that an account's site is served from, made where the homes are. Once it is there it is the customer's, who
 * may close it or put a link in its place.
 */
export const webDocumentRoot = hostStep({
  kind: 'web.document-root',
  version: 1,
  phase: 'ACCOUNTS',
  set: true,
  data: false,
  disruptive: false,
  disruptiveRemoval: true,
  input,
  demands: (spec) => {
    if (spec.core.webServer === null) return [];
    const withSite = new Map(
      spec.accounts.filter(({ domain }) => domain !== null).map((account) => [account.name, account] as const),
    );
    return accountHome.demandedBy(spec).flatMap(({ hostId, unit }) => {
      const account = withSite.get(unit.key);
      if (account === undefined) return [];
      const { name, uid, gid } = account;
      return [{ hostId, input: { host: hostId, name, uid, gid } }];
    });
  },
  key: ({ name }) => name,
  needs: ({ host, name }) => [{ hostId: host, kind: 'account.home', key: name }],
  probes: ({ name }) => [directoryAt(documentRootOf(name))],
  writes: ({ name }) => [directoryAt(documentRootOf(name))],
  settleSeconds: 5,
  decide: (wanted, facts) => {
    const path = documentRootOf(wanted.name);
    const seen = facts.read(directoryAt(path));
    const away = fileSystemAway(path, seen);
    if (away !== undefined) return away;
    if (seen.is !== 'absent') return done(`${path} is there`);
    return change(`make ${path}`, [asAccount(wanted, 'mkdir', '-m', '0755', '--', path)]);
  },
  remove: (wanted, facts) => {
    const path = documentRootOf(wanted.name);
    const seen = facts.read(directoryAt(path));
    const away = fileSystemAway(path, seen);
    if (away !== undefined) return away;
    if (seen.is === 'absent') return done(`${path} is gone`);
    // With the home goes what is in it, where that is wanted.
    if (seen.is !== 'directory' || !seen.empty) return done(`${path} is kept with what it holds`);
    return change(`remove ${path}`, [asAccount(wanted, 'rmdir', '--', path)]);
  },
});
