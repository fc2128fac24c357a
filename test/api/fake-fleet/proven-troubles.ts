import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';
import { rpcNumbers } from '../../../src/probes/storage/rpc-programs.js';
import { exportOtherwise, type Drift } from './drifts.js';
import { sharePath } from './fleet-world.js';

/** What only a proof shows, and what is done about it by hand before the remedy is tried. */
export interface ProvenTrouble extends Drift {
  readonly proof: string;
  readonly undo: Drift['make'];
  /** What is offered. */
  readonly offers: readonly ('repairCluster' | 'proveCluster')[];
  /** Whether a repair does it, nothing having been done by hand. A fault that a fake host was given ends by hand only. */
  readonly repairs: boolean;
}

const both = ['repairCluster', 'proveCluster'] as const;

const lockless = 'nolock';

function changeLocks({ mounts }: FakeHost, isLocal: boolean): void {
  const mount = mounts.at('/chroot');
  if (mount === undefined) throw new Error('nothing is mounted');
  const kept = mount.superOptions.filter((option) => option !== lockless);
  mounts.change('/chroot', { options: mount.options, superOptions: isLocal ? [...kept, lockless] : kept });
}

export const provenOnManager: readonly ProvenTrouble[] = [
  {
    what: 'a node got a lock that another one held',
    found: ['R-STO-5 LOCK_NOT_EXCLUSIVE'],
    proof: 'LOCK_RACE',
    offers: both,
    make: ({ node2 }) => changeLocks(node2, true),
    repairs: true,
    undo: ({ node2 }) => changeLocks(node2, false),
  },
  {
    what: 'nobody found the lock manager',
    found: ['R-STO-5 LOCK_REFUSED'],
    proof: 'LOCK_RACE',
    offers: both,
    make: ({ manager: { registrations } }) => registrations.forget(rpcNumbers.lockManager, 4),
    repairs: true,
    undo: ({ manager: { registrations } }) => registrations.tellAnew([rpcNumbers.lockManager]),
  },
  {
    what: 'the manager denied mounts',
    found: ['R-STO-17 MOUNT_UNUSABLE'],
    proof: 'TRIAL_MOUNT',
    offers: both,
    make: ({ manager }) => manager.inject({ is: 'export-denied' }),
    repairs: false,
    undo: ({ manager }) => manager.faults.lift('export-denied'),
  },
];

/** As `quotaoff` and `quotaon` do. */
function keepLimits({ mounts }: FakeHost, keeps: boolean): void {
  const place = mounts.placeOf(sharePath);
  if (typeof place === 'string') throw new Error('the share is away');
  place.tree.keepsLimits = keeps;
}

const ofOwner = 'owner.service';

export const provenOnFileServer: readonly ProvenTrouble[] = [
  {
    what: 'the file server denied mounts',
    found: ['R-STO-16 MOUNT_DENIED'],
    proof: 'TRIAL_MOUNT',
    offers: both,
    make: ({ files }) => files.inject({ is: 'export-denied' }),
    repairs: false,
    undo: ({ files }) => files.faults.lift('export-denied'),
  },
  {
    what: 'a node could not write what the file server exports',
    found: ['R-STO-16 MOUNT_UNUSABLE'],
    proof: 'TRIAL_MOUNT',
    offers: both,
    make: ({ files, node1 }) => exportOtherwise(files, node1, 'rw', 'ro'),
    repairs: true,
    undo: ({ files }) => files.exports.sync(),
  },
  {
    what: 'the file server took no limit',
    found: ['R-STO-4 QUOTA_NOT_TAKEN'],
    proof: 'QUOTA_REFUSED',
    offers: both,
    make: ({ files }) => files.processes.begin(['/usr/sbin/rpc.rquotad'], ofOwner),
    repairs: true,
    undo: ({ files }) => files.processes.endOf(ofOwner),
  },
  {
    what: 'the file server kept to no limit',
    found: ['R-STO-11 WRITE_NOT_REFUSED'],
    proof: 'QUOTA_REFUSED',
    offers: ['proveCluster'],
    make: ({ files }) => keepLimits(files, false),
    repairs: false,
    undo: ({ files }) => keepLimits(files, true),
  },
];
