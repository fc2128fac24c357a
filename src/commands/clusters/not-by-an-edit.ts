import type { ClusterSpec } from '../../domain/account-spec.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { sameInput } from '../../plan/same-input.js';
import { webServerKind } from '../../steps/web/web-host.js';
import { whatDeletionDoes } from '../accounts/what-deletion-does.js';

/** A part of a value that an edit would change and may not, by its place in the value. */
export interface Kept {
  readonly field: readonly string[];
  /** Why, and what would be accepted. */
  readonly message: string;
}

/**
 * What an edit of a cluster that was set up would do to customers' data, or what takes several values in a row: refused, however
 * the rules judge it.
 */
export function notByAnEdit(
  spec: ClusterSpec,
  after: ClusterCore,
  hostName: (hostId: string) => string,
): readonly Kept[] {
  const { core: before } = spec;
  const kept: Kept[] = [];
  if (after.topology !== before.topology) {
    const message = `The cluster was set up as ${before.topology}, which an edit cannot change yet; keep topology ${before.topology}.`;
    kept.push({ field: ['topology'], message });
  }
  const manager = managerOf(before)?.member.hostId;
  if (manager !== undefined && managerOf(after)?.member.hostId !== manager) {
    const message = `${hostName(manager)} is the manager, which an edit can neither take out nor replace yet; keep it as the one MANAGER.`;
    kept.push({ field: ['members'], message });
  }
  if (canonical(after.quorumAddress) !== canonical(before.quorumAddress)) {
    const message = `An edit cannot move the quorum address yet, at which all servers find each other; keep ${before.quorumAddress ?? 'none'}.`;
    kept.push({ field: ['quorumAddress'], message });
  }
  if (!sameInput(after.userStorage, before.userStorage)) {
    const storage = before.userStorage;
    const where =
      storage.mode === 'EXTERNAL' ? `EXTERNAL, ${storage.exportPath} of ${hostName(storage.fileServer)}` : storage.mode;
    const message = `An edit cannot move customers' files to another user storage yet; keep ${where}.`;
    kept.push({ field: ['userStorage'], message });
  }
  if (before.webServer !== null && after.webServer !== null && after.webServer !== before.webServer) {
    const { unit } = webServerKind(before.webServer);
    const message = `${before.webServer} serves the sites; declare no web server first (null), then ${after.webServer}, or keep ${before.webServer}. Where ${unit} ran before the setup it goes on with null, and holds port 80: stop it there in between (systemctl disable --now ${unit}).`;
    kept.push({ field: ['webServer'], message });
  }
  return [...kept, ...databasesKept(spec, after)];
}

function canonical(address: string | null): string | null {
  return address === null ? null : canonicalAddress(address);
}

function databasesKept({ core, accounts, databaseServers }: ClusterSpec, after: ClusterCore): readonly Kept[] {
  const gone = core.databaseServers.filter((id) => !after.databaseServers.includes(id));
  return gone.flatMap((id): readonly Kept[] => {
    const users = accounts.filter(({ database }) => database?.server === id).map(({ name }) => name);
    if (users.length === 0) return [];
    const some = users.length > 5 ? `${users.slice(0, 5).join(', ')} and ${users.length - 5} others` : users.join(', ');
    const server = databaseServers.find(({ databaseServerId }) => databaseServerId === id)?.name ?? id;
    const message = `Accounts have databases on ${server} (${some}); keep it, or delete those accounts first: ${whatDeletionDoes}.`;
    return [{ field: ['databaseServers'], message }];
  });
}
