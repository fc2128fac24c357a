import type { Restricted } from '../../commands/authorize.js';
import type { Caller } from '../../commands/caller.js';
import { applyCluster } from '../../commands/clusters/apply-cluster.command.js';
import { createCluster } from '../../commands/clusters/create-cluster.command.js';
import { confirmHostKey } from '../../commands/hosts/confirm-host-key.command.js';
import { updateDatabaseServer } from '../../commands/database-servers/update-database-server.command.js';
import { updateHost } from '../../commands/hosts/update-host.command.js';

/** Mutations that remedies name. */
const offered: readonly Restricted[] = [applyCluster, confirmHostKey, createCluster, updateDatabaseServer, updateHost];
const forAllClusters = new Set(offered.flatMap(({ name, forClusterTokens }) => (forClusterTokens ? [] : [name])));

/** As much as is told of what may be done about something. */
interface Offer {
  readonly title: string;
  readonly mutation: string | null;
  readonly input: object | null;
}

/**
 * What may be done about something, as whoever asks can do it: a mutation that a token for one cluster is refused is told to such a token in
 * words, for somebody else to do.
 */
export function remedyFor<O extends Offer>({ clusterId }: Pick<Caller, 'clusterId'>, offer: O): O {
  const { title, mutation } = offer;
  if (clusterId === null || mutation === null || !forAllClusters.has(mutation)) return offer;
  return { ...offer, title: `${title} (${mutation}, with a token for all clusters)`, mutation: null, input: null };
}
