import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { rootDirectory } from '../../../src/fake-fleet/model/file-tree.js';
import { rpcNumbers } from '../../../src/probes/storage/rpc-programs.js';
import { sharePath } from './fleet-world.js';

/** What the owner of a file server does before others may use it. */
export function serveFiles(files: FakeHost): void {
  files.packages.install(['nfs-kernel-server', 'quota']);
  files.files.put(sharePath, rootDirectory);
  files.files.write('/etc/exports', `${sharePath} 10.98.0.0/16(rw,sync,no_root_squash,no_subtree_check)\n`);
  files.units.start('nfs-server.service');
  files.processes.begin(['/usr/sbin/rpc.rquotad', '--setquota'], null);
  files.registrations.tellAnew([rpcNumbers.quota]);
}
