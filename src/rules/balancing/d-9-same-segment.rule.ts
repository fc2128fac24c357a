import { managedServices, targetsOf } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { routeTo } from '../../probes/network/route-to.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { notBalancedHere } from './not-balanced-here.js';

/** The manager's own addresses beside the balanced ones: from there packets come to the nodes. */
function managersSide(core: ClusterCore): ReadonlySet<string> {
  const hostId = managerOf(core)?.member.hostId;
  const own = managedServices(core).flatMap(({ service }) => targetsOf(core, service));
  return new Set(own.filter((target) => target.hostId === hostId).map(({ address }) => address));
}

function judgeDeclared({ spec: { core }, facts }: RuleContext, report: Report): void {
  const services = new Set(managedServices(core).map(({ service }) => canonicalAddress(service.address)));
  for (const service of services) {
    const [placed] = managedServices(core).filter((one) => canonicalAddress(one.service.address) === service);
    const targets = new Set(placed === undefined ? [] : targetsOf(core, placed.service).map(({ hostId }) => hostId));
    for (const { member, field } of nodesOf(core)) {
      if (targets.has(member.hostId)) continue;
      const host = facts.hostName(member.hostId);
      report.violated({
        subject: hostSubject(member.hostId),
        code: 'NO_ADDRESS_ON_SEGMENT',
        message: `Node ${host} declares no address in the network of ${service}, so that nothing can be handed on to it.`,
        parameters: { host, service },
        field: [...field, 'addresses'],
        remedies: [declareInstead(`Declare an address of ${host} with purpose HOST in the network of ${service}`)],
      });
    }
  }
}

function judgeBefore({ spec: { core }, facts }: RuleContext, report: Report): void {
  for (const { member, field } of nodesOf(core)) {
    const subject = hostSubject(member.hostId);
    for (const manager of managersSide(core)) {
      const route = report.read(subject, member.hostId, routeTo(manager));
      if (route === undefined) continue;
      const gateway = route.value?.gateway ?? null;
      if (route.value !== null && gateway === null) {
        report.met(subject, [route.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      report.violated({
        subject,
        code: 'BEHIND_GATEWAY',
        message: `Node ${host} reaches the manager's ${manager} ${gateway === null ? 'not at all' : `through ${gateway}`}; it must be on the same segment.`,
        parameters: { host, manager, gateway: gateway ?? '' },
        field,
        evidence: [route.evidence],
        remedies: [declareInstead(`Bring ${host} onto the network segment of ${manager}`)],
      });
    }
  }
}

/**
 * One network segment. Manager and nodes are on one network segment with every balanced address: packets are handed on by
 * link address.
 * A router between them would take the packets, which still carry the service address, back to the manager.
 */
export const sameSegment = defineRule({
  id: 'D-9',
  title: 'One network segment',
  law: 'Manager and nodes are on one network segment with every balanced address: packets are handed on by link address.',
  severity: 'ERROR',
  source: 'InterWorx documentation, load balancing (LVS direct routing)',
  moments: ['declared', 'before'],
  notApplicable: notBalancedHere,
  looks: ({ core }) =>
    nodesOf(core).flatMap(({ member: { hostId } }) =>
      [...managersSide(core)].map((address) => ({ hostId, probe: routeTo(address) })),
    ),
  check(context, report) {
    if (context.moment === 'declared') judgeDeclared(context, report);
    else judgeBefore(context, report);
  },
});
