import { benchNetwork, type HostFile } from '../hosts/bench-hosts.js';

/** What every node gets, whoever does it. */
export const job = {
  serviceAddresses: ['198.18.64.201', '198.18.64.202'],
  accounts: ['shop1', 'shop2', 'shop3'],
  network: benchNetwork,
  manager: '198.18.64.10',
  quorumAddress: '198.18.64.200',
  firstNode: 11,
  fileServer: '198.18.64.5',
  sharePath: '/srv/share',
} as const;

/** UID and GID of the first account, which the API gives; the next ones follow. */
export const firstId = 20_000;

/** Recorded of each node: packages, ARP, two service addresses, user storage, three accounts. */
export const stepsOfNode = 8;

const options = 'rw,nosuid,nodev,relatime,vers=3,rsize=1048576,wsize=1048576,namlen=255,hard,proto=tcp';
const share = `${job.fileServer}:${job.sharePath}`;
const more = `mountproto=tcp,local_lock=none,addr=${job.fileServer}`;
const mounted = `990 1 0:99 / /chroot ${options} - nfs ${share} ${options},${more}`;

/**
 * A host of the bench has the machine's kernel, which may know no NFS. So the share is said to be mounted already, as somebody
 * would have done it before: that step looks, and finds it done. All else on these hosts is as it is said.
 */
export const shareSaidToBeMounted: readonly HostFile[] = [
  {
    path: 'usr/local/sbin/cat',
    content: `#!/bin/sh\n/bin/cat "$@" || exit\ncase "$*" in */mountinfo) echo '${mounted}' ;; esac\n`,
    mode: 0o755,
  },
  { path: 'etc/fstab', content: `${share} /chroot nfs ${options},_netdev 0 0\n`, mode: 0o644 },
  { path: 'chroot/home/.keep', content: '', mode: 0o644 },
];
