import { createHash } from 'node:crypto';
import type { Probe } from '../../probes/probe.js';
import { fileAt, type FileFact } from '../../probes/system/file-at.js';
import { beforeNote, readBeforeNote } from '../before-note.js';
import { carriesOurMark } from '../own-mark.js';
import { ownedFile, type OwnedFile } from '../owned-file.js';
import type { Facts } from '../step.js';

/**
 * After a restart of the server nobody gets a new lock for this long, so that clients can claim theirs again; the kernel's
 * own defaults are 50 and 90 seconds. Shorter than this, a client that is just being told might come too late.
 */
export const graceSeconds = 15;

/** The last of its folder: of what several files say, the last one is read, and hosts keep their own in `local.conf`. */
const settingsPath = '/etc/nfs.conf.d/zz-hostwright-export.conf';
/** Where they were while the step was of version 1. */
export const formerSettings = ownedFile('/etc/nfs.conf.d/hostwright-export.conf', '');
const dropInPath = '/etc/systemd/system/nfs-server.service.d/hostwright.conf';

/** Read by `exportfs` where it is there; the server's package does not bring it. */
export const exportsFolder = '/etc/exports.d';

function listPath(directory: string): string {
  return `${exportsFolder}/hostwright${directory.replaceAll('/', '-')}.exports`;
}

export function exportFileProbes(directory: string): readonly Probe<FileFact>[] {
  return [fileAt(listPath(directory)), fileAt(settingsPath), fileAt(dropInPath), formerSettings.probe];
}

/** Names the exported tree in file handles, so that they outlive a change of the disk's device number. */
export function fsidOf(host: string, directory: string): string {
  const hex = createHash('sha256').update(`${host} ${directory}`, 'utf8').digest('hex');
  return hex.slice(0, 32).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

interface Wanted {
  readonly host: string;
  readonly directory: string;
  readonly server: string;
  readonly clients: readonly string[];
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** The list of exports first, since it keeps how the server was before. */
export function exportFiles(
  wanted: Wanted,
  facts: Facts,
  now: { readonly enabled: boolean; readonly active: boolean },
): readonly OwnedFile[] {
  const seen = facts.read(fileAt(listPath(wanted.directory)));
  const noted = seen.is === 'file' && carriesOurMark(seen.content) ? readBeforeNote(seen.content) : undefined;
  const before = {
    enabled: noted?.get('enabled') ?? String(now.enabled),
    active: noted?.get('active') ?? String(now.active),
  };
  const options = `rw,sync,no_root_squash,no_subtree_check,fsid=${fsidOf(wanted.host, wanted.directory)}`;
  const clients = wanted.clients.map((client) => ` ${bracketed(client)}(${options})`).join('');
  return [
    ownedFile(listPath(wanted.directory), `${beforeNote(before)}\n${wanted.directory}${clients}\n`),
    ownedFile(
      settingsPath,
      `# Hosts mount by version 3, whatever the host's own settings say of it.
[nfsd]
vers3=y
grace-time=${graceSeconds}
lease-time=${graceSeconds}

# Clients know their server by this address and ignore the restart of any other.
[sm-notify]
outgoing-addr=${wanted.server}
`,
    ),
    ownedFile(
      dropInPath,
      `# The lock manager takes its grace period when the server starts, and has no setting of its own in nfs.conf.
[Service]
ExecStartPre=-/sbin/modprobe lockd
ExecStartPre=-/sbin/sysctl -q fs.nfs.nlm_grace_period=${graceSeconds}
`,
    ),
  ];
}
