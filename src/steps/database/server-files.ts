import { createHash } from 'node:crypto';
import { fileAt } from '../../probes/system/file-at.js';
import type { UnitState } from '../../probes/system/unit-state.js';
import { beforeNote, readBeforeNote } from '../before-note.js';
import type { Change } from '../change.js';
import { addressUnitName } from '../network/address-unit.js';
import { carriesOurMark, ownMark } from '../own-mark.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import type { Facts } from '../step.js';

export const serverUnit = 'mariadb.service';

/** Read behind what Debian's package and whoever else has the server brought along, so that it decides. */
export const settingsPath = '/etc/mysql/mariadb.conf.d/99-hostwright.cnf';
export const dropInPath = `/etc/systemd/system/${serverUnit}.d/hostwright.conf`;

/**
 * Users are named by address, hence no name is asked for. A host whose connections ended without a login, as those of looks do,
 * would otherwise be shut out after a hundred of them.
 */
function settings(address: string): string {
  return `[mysqld]
bind-address = 127.0.0.1,${address}
skip-name-resolve
max_connect_errors = 4294967295
`;
}

/** The server cannot start before its address is there; should that be late, it is tried again. */
function dropIn(address: string): string {
  return `[Unit]
Wants=${addressUnitName(address)}
After=${addressUnitName(address)}

[Service]
Restart=on-failure
RestartSec=5
`;
}

interface ServerFiles {
  readonly settings: OwnedFile;
  /** The same without any setting; it still notes how the server was before. */
  readonly withoutEffect: OwnedFile;
  /** Takes the last away. */
  readonly lastRemoval: Change;
  readonly dropIn: OwnedFile;
}

/** The files by which the server listens for nodes. How it was before is noted in the first one, which comes first and goes last. */
export function serverFiles(address: string, facts: Facts, now: Pick<UnitState, 'enabled' | 'active'>): ServerFiles {
  const seen = facts.read(fileAt(settingsPath));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const note = beforeNote({
    enabled: noted?.get('enabled') ?? String(now.enabled),
    active: noted?.get('active') ?? String(now.active),
  });
  const empty = `${ownMark}\n${note}\n`;
  return {
    settings: ownedFile(settingsPath, `${note}\n${settings(address)}`),
    withoutEffect: ownedFile(settingsPath, `${note}\n`),
    lastRemoval: {
      do: 'removeFile',
      path: settingsPath,
      replaces: createHash('sha256').update(empty, 'utf8').digest('hex'),
    },
    dropIn: ownedFile(dropInPath, dropIn(address)),
  };
}
