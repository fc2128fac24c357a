import { takesQuotas } from '../../probes/storage/quota-daemon.js';
import type { FakeHost } from './fake-host.js';
import type { FakeMount } from './mount-table.js';

interface QuotaPlace {
  readonly mount: FakeMount;
  /** Hard limits in KiB, by GID; undefined where nothing enforces any, or its host is away. */
  readonly limits: Map<number, number> | undefined;
  /** Whether a write beyond one is refused. */
  readonly keeps: boolean;
  /** The host of a share, as far as it tells and takes quotas by RPC; null on the own disk. */
  readonly remote: { readonly tells: boolean; readonly takes: boolean } | null;
}

/** The group quotas of the file system that holds a path. */
export function groupQuotasAt(host: FakeHost, path: string): QuotaPlace {
  const mount = host.mounts.holding(path);
  const place = host.mounts.placeOf(path);
  const tree = typeof place === 'string' ? undefined : place.tree;
  const [limits, keeps] = [tree?.groupLimits, tree?.keepsLimits === true];
  if (!mount.fileSystem.startsWith('nfs')) return { mount, limits, keeps, remote: null };
  const address = mount.superOptions.find((option) => option.startsWith('addr='))?.slice('addr='.length) ?? '';
  const daemon = host.network.holderOf(address, host)?.host.processes.newest('rpc.rquotad') ?? null;
  return { mount, limits, keeps, remote: { tells: daemon !== null, takes: takesQuotas(daemon) } };
}
