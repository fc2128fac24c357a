import { FakeFleet } from '../../src/fake-fleet/fake-fleet.js';
import { rootDirectory } from '../../src/fake-fleet/model/file-tree.js';
import { planHost } from '../../src/fake-fleet/plan-fleet.js';
import { ssh2KeyPairs } from '../../src/edges/ssh2/ssh2-key-pairs.js';
import type { MadeHere } from '../../src/made-here.js';
import { firstId, job } from './job.js';

/** A file server that its owner runs and that is only looked at: a model of a host, in this process, which exports the share. */
export async function startFileServer(
  made: MadeHere,
  authorized: string,
): Promise<{ readonly port: number; readonly hostKeySha256: string }> {
  const packages = ['nfs-kernel-server', 'nfs-common', 'quota'];
  const plan = planHost({ name: 'files', publicAddress: job.fileServer, prefixLength: 24, quotas: true, packages }, 0);
  const options = { plans: [plan], address: '127.0.0.1', port: 0, authorized, keyPairs: ssh2KeyPairs };
  const fleet = await made.once(
    () => FakeFleet.start(options),
    (started) => started.close(),
  );
  const server = fleet.server('files');
  const { files, units, users } = server.host;
  files.put(job.sharePath, rootDirectory);
  files.write('/etc/exports', `${job.sharePath} ${job.network}(rw,sync,no_subtree_check,no_root_squash)\n`);
  job.accounts.forEach((name, index) => {
    const id = firstId + index;
    users.addGroup(name, id, false);
    users.addUser(name, { uid: id, gid: String(id), home: `/chroot/home/${name}`, shell: '/usr/sbin/nologin' });
  });
  units.enable('nfs-server.service');
  units.start('nfs-server.service');
  return server;
}
