import { rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { parseUnitFile } from '../model/unit-file.js';
import type { FakeHost } from '../model/fake-host.js';
import type { PackagedService } from './packaged-services.js';

const serverGrace = '/proc/fs/nfsd/nfsv4gracetime';
/** Unless its settings say otherwise, in seconds. */
const usualGrace = '90';

/** Of what several files say, the last one counts. */
function settingOf({ files }: FakeHost, name: string): string | undefined {
  const settings = files.below('/etc/nfs.conf.d').map((path) => parseUnitFile(files.read(path) ?? ''));
  return settings.flatMap((one) => one.get(`nfsd.${name}`) ?? []).at(-1);
}

/** What the kernel serves, for as long as it does; `+3` or `-3`. */
export const servedVersions = '/proc/fs/nfsd/versions';

/** The NFS server of the kernel. */
export const nfsServer: PackagedService = {
  unit: 'nfs-server.service',
  package: 'nfs-kernel-server',
  file: '[Unit]\nWants=rpcbind.service rpc-statd.service\n[Service]\nType=oneshot\nRemainAfterExit=yes\n[Install]\nWantedBy=multi-user.target\n',
  ports: [2049],
  atOnce: false,
  start: (host) => {
    host.exports.sync();
    host.registrations.tellAnew([rpcNumbers.nfs, rpcNumbers.mount, rpcNumbers.lockManager]);
    host.kernel.set(serverGrace, settingOf(host, 'grace-time') ?? usualGrace);
    host.kernel.set(servedVersions, `${settingOf(host, 'vers3') === 'n' ? '-' : '+'}3 +4`);
    const lockGrace = '/proc/sys/fs/nfs/nlm_grace_period';
    if (!host.kernel.has(lockGrace)) host.kernel.set(lockGrace, '0');
  },
  stop: (host) => {
    host.exports.clear();
  },
};
