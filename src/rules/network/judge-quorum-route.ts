import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesFacing, type PlacedMember } from '../../domain/members.js';
import type { Route } from '../../probes/network/route-to.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

/** A node goes to the quorum address directly, and from where it is expected: exports admit nobody else. */
export function judgeQuorumRoute(
  { spec, facts }: RuleContext,
  report: Report,
  node: PlacedMember,
  quorum: string,
  route: Fact<Route | null>,
): void {
  const { hostId } = node.member;
  const subject = hostSubject(hostId);
  const host = facts.hostName(hostId);
  const violation = { subject, field: node.field, evidence: [route.evidence] };
  if (route.value === null) {
    return report.violated({
      ...violation,
      code: 'NO_ROUTE',
      message: `${host} has no route to the quorum address ${quorum}; it needs an address in the same network.`,
      parameters: { host, quorum },
      remedies: [declareInstead(`Give ${host} an address in the network of ${quorum}`)],
    });
  }
  const { local, gateway, source } = route.value;
  if (local) {
    return report.violated({
      ...violation,
      code: 'NODE_HOLDS_QUORUM',
      message: `${host} itself holds the quorum address ${quorum}, which belongs to the manager alone.`,
      parameters: { host, quorum },
      // Whoever gave it to the node did not mean it for us, so that no step takes it away.
      remedies: [
        runByHand(
          hostId,
          `See which link of ${host} holds ${quorum}; take it away there, and out of what gives it back at a boot`,
          `ip address show to ${quorum}`,
        ),
      ],
    });
  }
  if (gateway !== null) {
    return report.violated({
      ...violation,
      code: 'QUORUM_BEHIND_GATEWAY',
      message: `${host} reaches the quorum address ${quorum} through ${gateway}; it must be on the same network.`,
      parameters: { host, quorum, gateway },
      remedies: [declareInstead(`Give ${host} an address in the network of ${quorum}`)],
    });
  }
  if (source === null)
    return report.unknown(
      subject,
      hostId,
      because('NO_ROUTE_SEEN', `from which address it would connect to ${quorum}`, { to: quorum }),
    );
  const expected = addressesFacing(spec.core, node.member, quorum);
  if (expected.includes(canonicalAddress(source))) return report.met(subject, violation.evidence);
  const declared = expected.join(', ') || 'none';
  report.violated({
    ...violation,
    code: 'UNDECLARED_SOURCE',
    message: `${host} connects to the quorum address ${quorum} from ${source}; declared for that is: ${declared}.`,
    parameters: { host, quorum, source, declared },
    field: [...node.field, 'addresses'],
    remedies: [
      declareInstead(`Declare ${source} of ${host} with purpose HOST, or let ${host} connect from a declared one`),
    ],
  });
}
