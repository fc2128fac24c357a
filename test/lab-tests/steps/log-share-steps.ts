import type { TrialCluster } from './trial-cluster.js';
import type { Placed } from './test-worker.js';

interface LogsExport extends Placed {
  readonly input: { readonly host: string; readonly server: string; readonly clients: readonly string[] };
  /** Both addresses of the manager. */
  readonly clients: readonly string[];
}

/** The logs of a node, exported to the manager. */
export function logsExportStep(cluster: TrialCluster, host: string): LogsExport {
  const { publicAddress = '', privateAddress = '' } = cluster.lab.host('manager');
  const clients = [privateAddress, publicAddress];
  return { host, kind: 'logs.export', input: { host: cluster.hostId(host), server: 'NGINX', clients }, clients };
}
