import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { groupQuotasAt } from '../../../src/fake-fleet/model/group-quotas.js';
import type { FakeMount } from '../../../src/fake-fleet/model/mount-table.js';
import { nodeLogDirectory, usageIn, webLogDirectory } from '../../../src/probes/logs/log-paths.js';
import { rpcNumbers } from '../../../src/probes/storage/rpc-programs.js';
import { quorumAddress, serviceAddress, sharePath } from './fleet-world.js';

const userStorage = '/chroot';

/** The hosts of a cluster that is set up, with an account `shop1`. */
export interface FleetHosts {
  readonly manager: FakeHost;
  readonly node1: FakeHost;
  readonly node2: FakeHost;
  /** The file server; where there is one, it is in the place of `node2`. */
  readonly files: FakeHost;
  /** The id of `node1`, by which the manager names where it mounts that one's logs. */
  readonly node1Id: string;
}

/** What somebody did to a host, and the rules and message codes that find it. */
export interface Drift {
  readonly what: string;
  readonly found: readonly string[];
  readonly make: (hosts: FleetHosts) => void;
}

function takeAddress({ links }: FakeHost, address: string): void {
  for (const link of links.holding(address)) {
    for (const held of link.addresses) if (held.address === address) links.remove(link.name, held);
  }
}

export function takeQuorumAddress({ manager }: FleetHosts): void {
  takeAddress(manager, quorumAddress);
}

function remount({ mounts }: FakeHost, changed: (mount: FakeMount) => Partial<FakeMount>): void {
  const mount = mounts.at(userStorage);
  if (mount === undefined) throw new Error('nothing is mounted');
  mounts.remove(userStorage);
  mounts.add({ ...mount, ...changed(mount) });
}

function mountFrom(host: FakeHost, address: string): void {
  remount(host, ({ source, superOptions }) => ({
    source: source.replace(/^[^:]*/, address),
    superOptions: superOptions.map((option) => (option.startsWith('addr=') ? `addr=${address}` : option)),
  }));
}

function clientsOf({ exports }: FakeHost, path: string): readonly string[] {
  return exports.all.flatMap((one) => (one.path === path ? [one.client] : []));
}

/** The share as it is exported to a client, but for one option. */
export function exportOtherwise(files: FakeHost, client: FakeHost, option: string, instead: string): void {
  const own = files.exports.all.filter((one) => one.path === sharePath && holds(client, one.client));
  for (const one of own) {
    const options = one.options.map((said) => (said === option ? instead : said));
    files.exports.grant(sharePath, one.client, options);
  }
}

function holds({ links }: FakeHost, address: string): boolean {
  return links.holding(address).length > 0;
}

/** Found and mended together, on a cluster whose manager holds user storage: none hides another. */
export const drifts: readonly Drift[] = [
  {
    what: 'user storage is unmounted on a node',
    found: ['R-NODE-2 NOT_NFS'],
    make: ({ node1 }) => node1.mounts.remove(userStorage),
  },
  {
    what: 'a mount keeps locks to itself',
    found: ['R-STO-5 LOCKS_NOT_SHARED'],
    make: ({ node2 }) => remount(node2, ({ superOptions }) => ({ superOptions: [...superOptions, 'nolock'] })),
  },
  {
    what: 'a node has lost the balanced address',
    found: ['R-NODE-1 SERVICE_ADDRESS_NOT_HELD'],
    make: ({ node1 }) => takeAddress(node1, serviceAddress),
  },
  {
    what: 'a node answers ARP for all of its addresses',
    found: ['D-18 ARP_ANSWERED'],
    make: ({ node2: { kernel } }) => kernel.set('/proc/sys/net/ipv4/conf/all/arp_ignore', '0'),
  },
  {
    what: 'the manager has lost the balanced address',
    found: ['R-LB-2 NOT_BOUND'],
    make: ({ manager }) => takeAddress(manager, serviceAddress),
  },
  {
    what: 'what balances is stopped, and not started at boot',
    found: ['D-12 NOT_AT_BOOT', 'R-CM-1 NOT_BALANCED'],
    make: ({ manager: { units } }) => {
      units.stop('keepalived.service');
      units.disable('keepalived.service');
    },
  },
  {
    what: 'a node has no user of the account, the only one there is',
    found: ['R-CM-5 ACCOUNTS_MISSING'],
    make: ({ node1 }) => node1.users.removeUser('shop1'),
  },
  {
    what: "a node has another number for the account's user",
    found: ['R-CM-5 ACCOUNT_OUT_OF_SYNC', 'R-STO-10 IDS_DIFFER'],
    make: ({ node2 }) => node2.users.changeUser('shop1', { uid: 29_999 }),
  },
  {
    what: 'limits are taken away',
    found: ['R-STO-11 QUOTA_NOT_ENFORCED'],
    make: ({ manager }) => groupQuotasAt(manager, userStorage).limits?.clear(),
  },
  {
    what: 'a web server is stopped',
    found: ['R-NODE-4 NOT_LISTENING'],
    make: ({ node2 }) => node2.units.stop('nginx.service'),
  },
  {
    what: 'a web server runs, and is not started at boot',
    found: ['R-HOST-3 NOT_AS_MADE'],
    make: ({ node1 }) => node1.units.disable('nginx.service'),
  },
  {
    what: 'the figures of the manager are removed',
    found: ['R-USE-1 FIGURES_MISSING'],
    make: ({ manager }) => manager.files.delete(usageIn(webLogDirectory)),
  },
  {
    what: 'the logs of a node are unmounted on the manager',
    found: ['R-VPS-4 LOGS_NOT_MOUNTED', 'R-VPS-5 LOGS_STALE'],
    make: ({ manager, node1Id }) => manager.mounts.remove(nodeLogDirectory(node1Id)),
  },
  {
    what: 'a node exports its logs no more',
    found: ['R-VPS-4 LOGS_NOT_EXPORTED'],
    make: ({ node2 }) => {
      for (const client of clientsOf(node2, webLogDirectory)) node2.exports.revoke(webLogDirectory, client);
    },
  },
  {
    what: 'a node is taken out of the exports',
    found: ['R-STO-17 NOT_EXPORTED'],
    make: ({ manager, node1 }) => {
      const own = clientsOf(manager, userStorage).filter((client) => holds(node1, client));
      for (const client of own) manager.exports.revoke(userStorage, client);
    },
  },
  {
    what: 'user storage is exported for reading only',
    found: ['R-STO-17 EXPORT_OPTIONS'],
    make: ({ manager, node2 }) => {
      const own = clientsOf(manager, userStorage).filter((client) => holds(node2, client));
      for (const client of own) manager.exports.grant(userStorage, client, ['ro', 'no_root_squash']);
    },
  },
];

/** What would hide some of the former: the manager serves nothing, at no address. */
export const managerAwayDrifts: readonly Drift[] = [
  {
    what: 'the manager has lost the quorum address',
    found: ['R-NET-2 QUORUM_NOT_BOUND'],
    make: takeQuorumAddress,
  },
  {
    what: 'the NFS server is stopped',
    found: ['R-STO-3 NO_NFS', 'R-NET-2 NO_NFS', 'R-VPS-3 NFS_NOT_SERVED', 'R-STO-5 NO_LOCKING'],
    make: ({ manager }) => manager.units.stop('nfs-server.service'),
  },
  {
    what: 'the lock status service of a node is stopped',
    found: ['R-STO-5 NO_LOCK_STATUS'],
    make: ({ node2 }) => node2.units.stop('rpc-statd.service'),
  },
  {
    what: 'the quota tools are removed',
    found: ['R-STO-12 NO_QUOTA_TOOLS_ON_MANAGER'],
    make: ({ manager }) => manager.packages.remove('quota', false),
  },
  {
    what: 'a node mounts by another address of the manager',
    found: ['R-STO-17 OTHER_SOURCE'],
    make: ({ manager, node1 }) => {
      mountFrom(node1, manager.links.all[2]?.addresses[0]?.address ?? '');
    },
  },
];

/** Nobody finds what the manager serves. */
export const portMapperDrifts: readonly Drift[] = [
  {
    what: 'the port mapper is stopped',
    found: ['R-STO-3 NO_PORT_MAPPER', 'R-VPS-3 NO_PORT_MAPPER', 'R-STO-5 NO_PORT_MAPPER'],
    make: ({ manager }) => manager.units.stop('rpcbind.service'),
  },
  {
    what: 'that of a node is stopped',
    found: ['R-STO-5 NO_PORT_MAPPER_FOR_LOCK_STATUS'],
    make: ({ node2 }) => node2.units.stop('rpcbind.service'),
  },
];

/** The same of a file server. */
export const filePortMapperDrifts: readonly Drift[] = [
  {
    what: 'its port mapper is stopped',
    found: ['R-STO-3 NO_PORT_MAPPER', 'R-STO-4 NO_PORT_MAPPER', 'R-STO-5 NO_PORT_MAPPER'],
    make: ({ files }) => files.units.stop('rpcbind.service'),
  },
];

function forget({ registrations }: FakeHost, program: number, ...versions: readonly number[]): void {
  for (const version of versions) registrations.forget(program, version);
}

/** Everything runs, and nobody finds it. */
export const forgottenDrifts: readonly Drift[] = [
  {
    what: 'the port mapper has forgotten the NFS server',
    found: ['R-STO-3 NO_NFS', 'R-VPS-3 NFS_NOT_SERVED'],
    make: ({ manager }) => forget(manager, rpcNumbers.nfs, 3, 4),
  },
  {
    what: 'it has forgotten the lock manager',
    found: ['R-STO-5 NO_LOCKING'],
    make: ({ manager }) => forget(manager, rpcNumbers.lockManager, 1, 3, 4),
  },
  {
    what: 'that of a node has forgotten the lock status service',
    found: ['R-STO-5 NO_LOCK_STATUS'],
    make: ({ node2 }) => forget(node2, rpcNumbers.lockStatus, 1),
  },
];

/** On a cluster whose user storage a file server holds. */
export const fileServerDrifts: readonly Drift[] = [
  {
    what: 'the share is unmounted on the manager',
    found: ['R-STO-14 NOT_MOUNTED'],
    make: ({ manager }) => manager.mounts.remove(userStorage),
  },
  {
    what: 'a node mounts a share of the manager instead',
    found: ['R-STO-15 OTHER_SHARE'],
    make: ({ node1 }) => mountFrom(node1, quorumAddress),
  },
  {
    what: 'the manager is taken out of the exports',
    found: ['R-STO-16 NOT_EXPORTED'],
    make: ({ manager, files }) => {
      const own = clientsOf(files, sharePath).filter((client) => holds(manager, client));
      for (const client of own) files.exports.revoke(sharePath, client);
    },
  },
  {
    what: 'the share is exported for reading only',
    found: ['R-STO-16 EXPORT_OPTIONS'],
    make: ({ files, node1 }) => {
      const own = clientsOf(files, sharePath).filter((client) => holds(node1, client));
      for (const client of own) files.exports.grant(sharePath, client, ['ro', 'no_root_squash']);
    },
  },
  {
    what: 'the file server has no user of the account',
    found: ['R-STO-10 NOT_MIRRORED'],
    make: ({ files }) => files.users.removeUser('shop1'),
  },
  {
    what: 'the server of remote quotas takes none',
    found: ['D-19 QUOTAS_READ_ONLY'],
    make: ({ files }) => files.processes.begin(['/usr/sbin/rpc.rquotad'], null),
  },
];

/** Beside others it would hide that what is exported for reading only is found. */
export const squashDrifts: readonly Drift[] = [
  {
    what: 'the share is exported to a node without anybody having rights of their own',
    found: ['R-STO-16 EXPORT_OPTIONS'],
    make: ({ files, node1 }) => exportOtherwise(files, node1, 'no_all_squash', 'all_squash'),
  },
];

/** Whether a folder is on the file system of the one around it only its server knows; exported by itself again, nobody has to. */
export const parentExportDrifts: readonly Drift[] = [
  {
    what: 'the folder around the share is exported to a node in the place of the share',
    found: ['R-STO-16 FILE_SYSTEM_UNSEEN'],
    make: ({ files, node1 }) => {
      const own = clientsOf(files, sharePath).filter((client) => holds(node1, client));
      for (const client of own) {
        files.exports.revoke(sharePath, client);
        files.exports.grant(sharePath.replace(/\/[^/]*$/, ''), client, ['rw', 'no_root_squash']);
      }
    },
  },
];

/** Exports the share to a netgroup in the place of a node: who is in it no look shows. What its files say ends that. */
export function exportToNetgroup({ files, node1 }: FleetHosts): void {
  const own = clientsOf(files, sharePath).filter((client) => holds(node1, client));
  for (const client of own) files.exports.revoke(sharePath, client);
  const place = files.exports.all.flatMap(({ options }) => options.find((option) => option.startsWith('fsid=')) ?? []);
  files.exports.grant(sharePath, '@nodes', ['rw', 'no_root_squash', ...place.slice(0, 1)]);
}

/** It runs, and nobody finds it. */
export const forgottenQuotaDrifts: readonly Drift[] = [
  {
    what: 'the port mapper has forgotten the server of remote quotas',
    found: ['R-STO-4 NO_REMOTE_QUOTAS'],
    make: ({ files }) => forget(files, rpcNumbers.quota, 1, 2),
  },
  {
    what: 'it has forgotten version 3 of NFS',
    found: ['R-STO-6 NO_VERSION_3'],
    make: ({ files }) => forget(files, rpcNumbers.nfs, 3),
  },
];

/** One that runs in another way hides that none runs. */
export const quotaServerDrifts: readonly Drift[] = [
  {
    what: 'the server of remote quotas is stopped',
    found: ['R-STO-4 NO_REMOTE_QUOTAS'],
    make: ({ files }) => files.units.stop('hostwright-quota-server.service'),
  },
];
