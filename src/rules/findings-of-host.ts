import type { ClusterSpec } from '../domain/account-spec.js';
import type { Finding, Subject } from './rule.js';

function holderOf({ kind, id }: Subject, { core, databaseServers }: ClusterSpec): string | undefined {
  switch (kind) {
    case 'Host':
      return id;
    case 'Address':
      return core.members.find(({ addresses }) => addresses.some(({ address }) => address === id))?.hostId;
    case 'DatabaseServer':
      return databaseServers.find(({ databaseServerId }) => databaseServerId === id)?.hostId;
    case 'Cluster':
    case 'Network':
    case 'Account':
      return undefined;
  }
}

/**
 * The findings about a host: about itself, an address that it holds or the database server that it stands for; of those about
 * no host, the ones that were seen on it.
 */
export function findingsOfHost(findings: readonly Finding[], spec: ClusterSpec, hostId: string): readonly Finding[] {
  return findings.filter(({ subject, evidence }) => {
    const holder = holderOf(subject, spec);
    return holder === undefined ? evidence.some((seen) => seen.hostId === hostId) : holder === hostId;
  });
}
