import { ownedFile, type OwnedFile } from '../owned-file.js';
import { ownedUnit, type OwnedUnit } from '../owned-unit.js';

/** A share, and where it is mounted. */
export interface MountedShare {
  readonly server: string;
  readonly directory: string;
  readonly target: string;
}

/** What a share is for, and how it is mounted. */
export interface MountPurpose {
  readonly description: string;
  readonly options: readonly string[];
  /** Whether the kernel locks files of it. */
  readonly locks: boolean;
}

/** Version 3, whose locks every file server supports; `hard`, because a customer's write must not be lost by a slow server. */
const userStorage: MountPurpose = {
  description: 'User storage',
  options: ['vers=3', 'proto=tcp', 'mountproto=tcp', 'hard', 'nosuid', 'nodev', 'retry=10000'],
  locks: true,
};
/** Without it there are no locks. */
export const lockStatus = 'rpc-statd.service';
const portMapper = 'rpcbind.service';

export function sourceOf({ server, directory }: MountedShare): string {
  return `${server.includes(':') ? `[${server}]` : server}:${directory}`;
}

function escaped({ target }: MountedShare): string {
  return target.slice(1).replaceAll('-', '\\x2d').replaceAll('/', '-');
}

/**
 * `mount.nfs` tries again where nobody answers and gives up where a server answers that is not ready: one that starts refuses
 * clients before it has read its exports, and has no NFS yet when its port mapper runs already. Mount units know no `Restart=`.
 */
export function secondTry(wanted: MountedShare): OwnedFile {
  return ownedFile(
    `/etc/systemd/system/${secondTryName(wanted)}`,
    `[Unit]
Description=Mounts ${wanted.target} again, which failed
DefaultDependencies=no
Conflicts=umount.target

[Service]
Type=oneshot
ExecStart=/bin/sleep 5
ExecStart=/bin/systemctl --no-block start ${escaped(wanted)}.mount
`,
  );
}

function secondTryName(wanted: MountedShare): string {
  return `hostwright-mount-again-${escaped(wanted)}.service`;
}

/**
 * Tried until the server answers, as after a power cut that hit both; nothing of the boot waits for it. A host that goes down
 * unmounts before it stops the lock status service and the port mapper: the kernel signs off there for every server that it
 * held locks of, and waits a minute where nobody answers any more.
 */
export function mountUnit(wanted: MountedShare, purpose: MountPurpose = userStorage): OwnedUnit {
  const lockService = purpose.locks ? ` ${lockStatus}` : '';
  return ownedUnit(
    `${escaped(wanted)}.mount`,
    `[Unit]
Description=${purpose.description} from ${wanted.server}
DefaultDependencies=no
Wants=network-online.target${lockService}
After=network-online.target ${portMapper}${lockService}
Conflicts=umount.target
Before=umount.target
OnFailure=${secondTryName(wanted)}

[Mount]
What=${sourceOf(wanted)}
Where=${wanted.target}
Type=nfs
Options=${purpose.options.join(',')}
TimeoutSec=0

[Install]
WantedBy=multi-user.target
`,
  );
}

export function unitProbes(wanted: MountedShare): OwnedUnit['probes'] {
  return [...mountUnit(wanted).probes, secondTry(wanted).probe];
}
