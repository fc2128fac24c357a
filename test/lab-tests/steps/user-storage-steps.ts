import type { TrialCluster } from './trial-cluster.js';
import type { Placed } from './test-worker.js';

const directory = '/chroot';

/** The tree of the homes on a host, outermost first. */
export function homesSteps(cluster: TrialCluster, host: string): readonly [Placed, Placed] {
  const step = (path: string, mode: string, inside: string | null): Placed => ({
    host,
    kind: 'storage.directory',
    input: { host: cluster.hostId(host), path, mode, inside },
  });
  return [step(directory, '0755', null), step('/chroot/home', '0711', directory)];
}

/** The manager's export of that tree to both addresses of the first node. */
export function exportInput(cluster: TrialCluster): {
  readonly host: string;
  readonly directory: string;
  readonly server: string;
  readonly serverIsBound: boolean;
  readonly clients: readonly string[];
} {
  const node = cluster.lab.host('node1');
  return {
    host: cluster.hostId('manager'),
    directory,
    server: cluster.lab.host('manager').privateAddress ?? '',
    serverIsBound: false,
    clients: [node.privateAddress ?? '', node.publicAddress ?? ''],
  };
}
