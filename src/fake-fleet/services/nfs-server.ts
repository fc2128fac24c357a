import { parseUnitFile } from '../model/unit-file.js';
import type { FakeHost } from '../model/fake-host.js';
import type { PackagedService } from './packaged-services.js';

const serverGrace = '/proc/fs/nfsd/nfsv4gracetime';
/** Unless its settings say otherwise, in seconds. */
const usualGrace = '90';

function graceOf({ files }: FakeHost): string {
  const settings = files.below('/etc/nfs.conf.d').map((path) => parseUnitFile(files.read(path) ?? ''));
  return settings.flatMap((one) => one.get('nfsd.grace-time') ?? []).at(-1) ?? usualGrace;
}

/** The NFS server of the kernel. */
export const nfsServer: PackagedService = {
  unit: 'nfs-server.service',
  package: 'nfs-kernel-server',
  file: '[Unit]\nWants=rpcbind.service rpc-statd.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\n[Install]\nWantedBy=multi-user.target\n',
  ports: [2049],
  atOnce: false,
  start: (host) => {
    host.exports.sync();
    host.kernel.set(serverGrace, graceOf(host));
    const lockGrace = '/proc/sys/fs/nfs/nlm_grace_period';
    if (!host.kernel.has(lockGrace)) host.kernel.set(lockGrace, '0');
  },
  stop: (host) => {
    host.exports.clear();
  },
};
