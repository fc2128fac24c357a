import { missingAccountTools } from '../probes/accounts/missing-account-tools.js';
import { userTables } from '../probes/accounts/user-tables.js';
import { dataDirectory } from '../probes/database/data-directory.js';
import { galera } from '../probes/database/galera.js';
import { grants } from '../probes/database/grants.js';
import { groupReplication } from '../probes/database/group-replication.js';
import { ndbCluster } from '../probes/database/ndb-cluster.js';
import { rootRights } from '../probes/database/root-rights.js';
import { usersFromAnywhere } from '../probes/database/users-from-anywhere.js';
import { addresses } from '../probes/network/addresses.js';
import { linkTree } from '../probes/network/link-tree.js';
import { linkSpeeds } from '../probes/network/link-speeds.js';
import { tcpListeners } from '../probes/network/tcp-listeners.js';
import type { Probe } from '../probes/probe.js';
import { diskSpace } from '../probes/storage/disk-space.js';
import { nfsExports } from '../probes/storage/nfs-exports.js';
import { kernelNfsClient } from '../probes/storage/kernel-nfs-client.js';
import { kernelNfsServer } from '../probes/storage/kernel-nfs-server.js';
import { mounts } from '../probes/storage/mounts.js';
import { diskActivity } from '../probes/storage/disk-activity.js';
import { nfsLatency } from '../probes/storage/nfs-latency.js';
import { quotaDaemon } from '../probes/storage/quota-daemon.js';
import { quotaTools } from '../probes/storage/quota-tools.js';
import { ownRpcPrograms } from '../probes/storage/rpc-programs.js';
import { homePath } from '../probes/system/home-path.js';
import { load } from '../probes/system/load.js';
import { loginHome } from '../probes/system/login-home.js';
import { machineIdentity } from '../probes/system/machine-identity.js';
import { memory } from '../probes/system/memory.js';
import { osRelease } from '../probes/system/os-release.js';
import { processors } from '../probes/system/processors.js';
import { virtualization } from '../probes/system/virtualization.js';

/**
 * What is asked of any host, before it belongs to a cluster: every probe of the rules that needs no value for its arguments,
 * and the operating system, which is shown. Who the host is comes first, then what it has, then what it does.
 * A test fails when a rule looks at something without arguments that is not listed.
 */
export const generalLooks: Readonly<Record<'ssh' | 'sql', readonly Probe<unknown>[]>> = {
  ssh: [
    machineIdentity(),
    osRelease(),
    loginHome(),
    homePath(),
    processors(),
    memory(),
    diskSpace(),
    load(),
    virtualization(),
    addresses(),
    linkTree(),
    tcpListeners(),
    kernelNfsServer(),
    kernelNfsClient(),
    mounts(),
    linkSpeeds(),
    nfsLatency(),
    diskActivity(),
    nfsExports(),
    ownRpcPrograms(),
    quotaDaemon(),
    quotaTools(),
    userTables(),
    missingAccountTools(),
  ],
  sql: [rootRights(), galera(), groupReplication(), ndbCluster(), grants(), usersFromAnywhere(), dataDirectory()],
};
