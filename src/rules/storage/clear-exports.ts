import { proveCluster, runByHand } from '../remedy.js';
import type { Reason } from '../reason.js';
import type { Remedy } from '../rule.js';

/**
 * What ends that a server of ours exports to somebody who may or may not be a host of the cluster: a mount on trial shows whom it means. A
 * repair does not help, since steps leave alone what others export, and conflict with it. Undefined where the exports are unclear for
 * another reason.
 * @param isTried whether a mount was tried since, and was denied
 */
export function clearExports(
  { code, parameters: { entry } }: Reason,
  server: { readonly hostId: string; readonly name: string; readonly path: string },
  clusterId: string | null,
  isTried: boolean,
): Remedy | undefined {
  if (code !== 'EXPORT_UNDECIDED' || entry === undefined) return undefined;
  if (!isTried) return proveCluster(clusterId, 'TRIAL_MOUNT');
  const { hostId, name, path } = server;
  const title = `Take ${entry} out of what /etc/exports of ${name} says of ${path}, apply that, and repair the cluster (repairCluster): what others export is never changed`;
  return runByHand(hostId, title, 'exportfs -ra');
}
