import type { TrialCluster } from './trial-cluster.js';
import type { Placed } from './test-worker.js';

/** A web server on a host, whose logs are shared. */
export function webServerStep(cluster: TrialCluster, host: string): Placed {
  return {
    host,
    kind: 'web.server',
    input: {
      host: cluster.hostId(host),
      server: 'NGINX',
      addresses: [cluster.lab.publicNetwork.replace('.0/24', '.201')],
    },
  };
}
