import { toGlobalId } from '../domain/ids.js';
import type { ProofKind } from '../proofs/proof.js';
import type { Remedy } from './rule.js';

/** What the caller should declare instead; the mutation is the one that was refused. */
export function declareInstead(title: string): Remedy {
  return { title, mutation: null, input: null, command: null, hostId: null };
}

/** Nothing of others is taken away by us: see to what is in the way. */
export function clearByHand(hostId: string, inTheWay: string): Remedy {
  return {
    title: `See to ${inTheWay}: take it away if nobody needs it, or declare the cluster otherwise`,
    mutation: null,
    input: null,
    command: null,
    hostId,
  };
}

/** Look at hosts whose facts are missing or too old. */
export function observeHosts(hostIds: readonly string[]): Remedy {
  return {
    title: hostIds.length === 1 ? 'Look at the host' : `Look at ${hostIds.length} hosts`,
    mutation: 'observeHosts',
    input: { hostIds: hostIds.map((hostId) => toGlobalId('Host', hostId)) },
    command: null,
    hostId: null,
  };
}

/** Confirm the key that a host showed: until then nobody may log in and look at it. */
export function confirmHostKey(hostId: string, host: string, fingerprint: string): Remedy {
  return {
    title: `Compare ${fingerprint} with what ssh-keygen -l prints on ${host}, then confirm it`,
    mutation: 'confirmHostKey',
    input: { hostId: toGlobalId('Host', hostId), fingerprint },
    command: null,
    hostId,
  };
}

/** Make the accepted value true again. Without a row of its own a cluster cannot be repaired, and only the title is left. */
export function repairCluster(clusterId: string | null): Remedy {
  return {
    title: 'Converge the cluster again',
    mutation: clusterId === null ? null : 'repairCluster',
    input: clusterId === null ? null : { clusterId: toGlobalId('Cluster', clusterId) },
    command: null,
    hostId: null,
  };
}

/** Try again on the hosts what no look can show. Without a row of its own a cluster cannot be proved. */
export function proveCluster(clusterId: string | null, kind: ProofKind): Remedy {
  return {
    title: `Prove it again (${kind})`,
    mutation: clusterId === null ? null : 'proveCluster',
    input: clusterId === null ? null : { clusterId: toGlobalId('Cluster', clusterId), proofs: [kind] },
    command: null,
    hostId: null,
  };
}

/** A command that only a person can run on a host. */
export function runByHand(hostId: string, title: string, command: string): Remedy {
  return { title, mutation: null, input: null, command, hostId };
}
