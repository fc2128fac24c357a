import type { ClusterFigures } from './cluster-figures.js';

/** What one account used in a month, as far as the last looks told. */
export interface UsageOfAccount {
  /** As YYYY-MM. */
  readonly month: string;
  readonly requests: number;
  readonly bytesSent: number;
  readonly diskUsedBytes: number | null;
  readonly diskLimitBytes: number | null;
  /** When the oldest of the figures was counted. */
  readonly observedAt: Date;
  readonly isComplete: boolean;
}

const kib = 1024;

function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}

/** Null where no host told figures of that month; without a month the one that the manager counted in is meant. */
export function accountUsage(
  { web, webServers, quotas }: ClusterFigures,
  { uid, gid }: { readonly uid: number; readonly gid: number },
  asked: string | null,
): UsageOfAccount | null {
  const month = asked ?? web[0]?.month;
  const told = web.filter((figures) => figures.month === month || monthBefore(figures.month) === month);
  if (month === undefined || told.length === 0) return null;
  const own = told.flatMap(({ figures }) => figures.filter((one) => one.uid === uid && one.month === month));
  const quota = quotas?.get(gid);
  return {
    month,
    requests: own.reduce((sum, { requests }) => sum + requests, 0),
    bytesSent: own.reduce((sum, { bytes }) => sum + bytes, 0),
    diskUsedBytes: quota === undefined ? null : quota.usedKib * kib,
    diskLimitBytes: quota === undefined || quota.hardKib === 0 ? null : quota.hardKib * kib,
    observedAt: new Date(Math.min(...told.map(({ takenAt }) => takenAt)) * 1000),
    isComplete: told.length === webServers,
  };
}
