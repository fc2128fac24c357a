import type { Placed } from './test-worker.js';
import type { TrialCluster } from './trial-cluster.js';

/** A database server of a host's own, at an address of the private network, and what has to be done before it. */
interface LocalDatabaseSteps {
  readonly host: string;
  readonly address: string;
  readonly otherAddress: string;
  readonly addresses: readonly Placed[];
  readonly server: Placed;
}

export function localDatabaseSteps(cluster: TrialCluster, name: string): LocalDatabaseSteps {
  const { privateNetwork } = cluster.lab;
  const host = cluster.hostId(name);
  const [address, otherAddress] = ['.210', '.211'].map((last) => privateNetwork.replace('.0/24', last));
  if (address === undefined || otherAddress === undefined) throw new Error('the lab has no private network');
  const bound = (one: string): Placed => ({
    host: name,
    kind: 'network.address',
    input: { host, address: one, cidr: privateNetwork },
  });
  return {
    host,
    address,
    otherAddress,
    addresses: [bound(address), bound(otherAddress)],
    server: { host: name, kind: 'database.server', input: { host, address } },
  };
}
