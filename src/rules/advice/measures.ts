import type { ClusterSpec } from '../../domain/account-spec.js';
import { managedServices, targetsOf } from '../../domain/balanced-services.js';
import type { MemberSpec } from '../../domain/spec.js';
import { addresses } from '../../probes/network/addresses.js';
import { linkSpeeds } from '../../probes/network/link-speeds.js';
import { linkTree } from '../../probes/network/link-tree.js';
import { webLogDirectory } from '../../probes/logs/log-paths.js';
import { usageFigures } from '../../probes/logs/usage-figures.js';
import { busyDisk, diskActivity } from '../../probes/storage/disk-activity.js';
import { diskSpace, type DiskSpace } from '../../probes/storage/disk-space.js';
import { groupQuotas } from '../../probes/storage/group-quotas.js';
import { mounts } from '../../probes/storage/mounts.js';
import { nfsLatency } from '../../probes/storage/nfs-latency.js';
import { load } from '../../probes/system/load.js';
import { memory } from '../../probes/system/memory.js';
import { processors } from '../../probes/system/processors.js';
import { linksInUse } from '../network/links-in-use.js';
import { limitsOfLoad } from '../resources/limits-of-load.js';
import { gigabyte } from '../resources/measure.js';
import type { RuleFacts } from '../rule.js';
import type { Measure } from './advice.js';

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function loadPerProcessor(facts: RuleFacts, hostId: string): Measure {
  const [busy, has] = [facts.read(hostId, load()), facts.read(hostId, processors())];
  const named = { name: 'LOAD_PER_PROCESSOR', limit: limitsOfLoad.loadPerProcessor } as const;
  if (!busy.known || !has.known || has.value.count === 0) return { ...named, value: null, evidence: [] };
  return {
    ...named,
    value: rounded(busy.value.minutes15 / has.value.count),
    evidence: [busy.evidence, has.evidence],
  };
}

/** `limit` in gigabytes. */
export function memoryOf(facts: RuleFacts, hostId: string, limit: number): Measure {
  const seen = facts.read(hostId, memory());
  if (!seen.known) return { name: 'MEMORY_GB', value: null, limit, evidence: [] };
  return { name: 'MEMORY_GB', value: rounded(seen.value.totalBytes / gigabyte), limit, evidence: [seen.evidence] };
}

export function diskBusyAt(facts: RuleFacts, hostId: string, path: string): Measure {
  const [mounted, disks] = [facts.read(hostId, mounts()), facts.read(hostId, diskActivity())];
  const named = { name: 'DISK_BUSY_PERCENT', limit: limitsOfLoad.diskBusy * 100 } as const;
  const disk = mounted.known && disks.known ? busyDisk(disks.value, mounted.value, path) : undefined;
  if (disk === undefined || !disks.known) return { ...named, value: null, evidence: [] };
  return { ...named, value: rounded(disk.busy * 100), evidence: [disks.evidence] };
}

function spaceAt(spaces: readonly DiskSpace[], path: string): DiskSpace | undefined {
  const reaches = ({ target }: DiskSpace): boolean =>
    target === '/' || path === target || path.startsWith(`${target}/`);
  return spaces.filter(reaches).toSorted((one, other) => other.target.length - one.target.length)[0];
}

export function diskFullAt(facts: RuleFacts, hostId: string, path: string): Measure {
  const seen = facts.read(hostId, diskSpace());
  const named = { name: 'DISK_FULL_PERCENT', limit: limitsOfLoad.diskFull * 100 } as const;
  const space = seen.known ? spaceAt(seen.value, path) : undefined;
  if (space === undefined || !seen.known) return { ...named, value: null, evidence: [] };
  const room = Math.max(1, space.usedBytes + space.availableBytes);
  return { ...named, value: rounded((100 * space.usedBytes) / room), evidence: [seen.evidence] };
}

/** As a node sees user storage; nothing is concluded from few operations. */
export function shareLatency(facts: RuleFacts, hostId: string): Measure {
  const seen = facts.read(hostId, nfsLatency());
  const named = { name: 'SHARE_MILLISECONDS', limit: limitsOfLoad.shareMs } as const;
  if (!seen.known || seen.value === null || seen.value.operations < limitsOfLoad.shareOperations) {
    return { ...named, value: null, evidence: [] };
  }
  return { ...named, value: seen.value.averageMs, evidence: [seen.evidence] };
}

/** Of the slowest link that serves the cluster and tells its speed. */
export function slowestLink(facts: RuleFacts, member: MemberSpec): Measure {
  const { hostId } = member;
  const seen = facts.read(hostId, linkSpeeds());
  const [held, tree] = [facts.read(hostId, addresses()), facts.read(hostId, linkTree())];
  const inUse = held.known && tree.known ? linksInUse(member, held.value, tree.value) : new Set<string>();
  const speeds = seen.known
    ? seen.value.flatMap(({ name, megabits }) => (inUse.has(name) ? (megabits ?? []) : []))
    : [];
  return {
    ...{ name: 'LINK_MEGABITS', limit: limitsOfLoad.linkMegabits },
    value: speeds.length === 0 ? null : Math.min(...speeds),
    evidence: seen.known && speeds.length > 0 ? [seen.evidence] : [],
  };
}

/** The greatest share of a balanced service that a host is sent. */
export function weightShare({ core }: ClusterSpec, hostId: string): Measure {
  const shares = managedServices(core).map(({ service }) => {
    const targets = targetsOf(core, service);
    const all = targets.reduce((sum, { weight }) => sum + weight, 0);
    return all === 0 ? 0 : (100 * (targets.find((target) => target.hostId === hostId)?.weight ?? 0)) / all;
  });
  const value = shares.length === 0 ? null : rounded(Math.max(...shares));
  return { name: 'WEIGHT_PERCENT', value, limit: null, evidence: [] };
}

export function counted(value: number): Measure {
  return { name: 'ACCOUNTS', value, limit: null, evidence: [] };
}

/** What all groups of accounts store, as the host that holds user storage counts it. */
export function storedAt(facts: RuleFacts, hostId: string, path: string, { accounts }: ClusterSpec): Measure {
  const seen = facts.read(hostId, groupQuotas(path));
  if (!seen.known) return { name: 'STORED_GB', value: null, limit: null, evidence: [] };
  const kib = accounts.reduce((sum, { gid }) => sum + (seen.value.get(gid)?.usedKib ?? 0), 0);
  return { name: 'STORED_GB', value: rounded((kib * 1024) / gigabyte), limit: null, evidence: [seen.evidence] };
}

/** What the manager's own web server answered in the month in which it last counted. */
export function requestsOf(facts: RuleFacts, managerId: string): Measure {
  const seen = facts.read(managerId, usageFigures(webLogDirectory));
  const figures = seen.known ? seen.value : null;
  if (figures === null || !seen.known) return { name: 'REQUESTS_THIS_MONTH', value: null, limit: null, evidence: [] };
  const value = figures.figures
    .filter(({ month }) => month === figures.month)
    .reduce((sum, { requests }) => sum + requests, 0);
  return { name: 'REQUESTS_THIS_MONTH', value, limit: null, evidence: [seen.evidence] };
}
