import { nodesOf, quorumNetworkOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { declareInstead } from '../remedy.js';
import type { Violation } from '../report.js';
import type { RuleFacts } from '../rule.js';
import { hostSubject } from '../subject.js';

/**
 * One violation for each node without an address of its own in the network of the quorum address: the manager admits nodes
 * by that address. Says nothing while the quorum address has no network.
 */
export function nodesOffQuorumNetwork(core: ClusterCore, facts: RuleFacts): readonly Violation[] {
  const network = quorumNetworkOf(core)?.name;
  if (network === undefined) return [];
  return nodesOf(core)
    .filter(({ member }) => !member.addresses.some((own) => own.purpose === 'HOST' && own.network === network))
    .map(({ member, field }) => {
      const host = facts.hostName(member.hostId);
      return {
        subject: hostSubject(member.hostId),
        code: 'NOT_IN_QUORUM_NETWORK',
        message: `Node ${host} declares no address with purpose HOST in network ${network}, which the quorum address is in.`,
        parameters: { host, network },
        field: [...field, 'addresses'],
        missing: true,
        remedies: [declareInstead(`Declare the address of ${host} in network ${network} with purpose HOST`)],
      };
    });
}
