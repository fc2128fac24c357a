import { addressesOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { declareInstead } from '../remedy.js';
import type { Violation } from '../report.js';
import type { RuleFacts } from '../rule.js';
import { hostSubject } from '../subject.js';

function hasPublicAddress(core: ClusterCore, node: PlacedMember): boolean {
  return addressesOf(core, [node]).some(
    ({ address, network }) => network?.kind === 'PUBLIC' && address.purpose === 'HOST',
  );
}

/** One violation for each node without a public address of its own; a service address is not its own. */
export function nodesWithoutPublicAddress(core: ClusterCore, facts: RuleFacts): readonly Violation[] {
  return nodesOf(core)
    .filter((node) => !hasPublicAddress(core, node))
    .map(({ member, field }) => {
      const host = facts.hostName(member.hostId);
      return {
        subject: hostSubject(member.hostId),
        code: 'NO_PUBLIC_ADDRESS',
        message: `Node ${host} declares no public address with purpose HOST; it answers clients directly and needs one.`,
        parameters: { host },
        field: [...field, 'addresses'],
        missing: true,
        remedies: [declareInstead(`Declare the public address of ${host} with purpose HOST`)],
      };
    });
}
