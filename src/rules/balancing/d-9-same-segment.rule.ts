import { placedServices, targetsOf } from '../../domain/balanced-services.js';
import { canonicalAddress, networkHolds } from '../../domain/ip-network.js';
import { nodesOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { addresses, type Link } from '../../probes/network/addresses.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { nothingBalanced } from './nothing-balanced.js';

function balancedAddresses(core: ClusterCore): readonly string[] {
  return [...new Set(placedServices(core).map(({ service }) => canonicalAddress(service.address)))];
}

function judgeDeclared({ spec: { core }, facts }: RuleContext, report: Report): void {
  for (const service of balancedAddresses(core)) {
    const [placed] = placedServices(core).filter((one) => canonicalAddress(one.service.address) === service);
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

function isOnSegment(links: readonly Link[], service: string): boolean {
  return links
    .filter(({ loopback, up }) => up && !loopback)
    .some((link) => link.addresses.some((held) => networkHolds(`${held.address}/${held.prefixLength}`, service)));
}

function judgeBefore({ spec: { core }, facts }: RuleContext, report: Report): void {
  for (const { member, field } of nodesOf(core)) {
    const subject = hostSubject(member.hostId);
    const links = report.read(subject, member.hostId, addresses());
    if (links === undefined) continue;
    const beyond = balancedAddresses(core).filter((service) => !isOnSegment(links.value, service));
    if (beyond.length === 0) {
      report.met(subject, [links.evidence]);
      continue;
    }
    const host = facts.hostName(member.hostId);
    report.violated({
      subject,
      code: 'NOT_ON_SEGMENT',
      message: `Node ${host} has no link on the segment of ${beyond.join(', ')}; a router cannot hand packets on to it.`,
      parameters: { host, services: beyond.join(', ') },
      field,
      evidence: [links.evidence],
      remedies: [declareInstead(`Bring ${host} onto the network segment of ${beyond.join(', ')}`)],
    });
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
  notApplicable: nothingBalanced,
  looks: ({ core }) => nodesOf(core).map(({ member: { hostId } }) => ({ hostId, probe: addresses() })),
  check(context, report) {
    if (context.moment === 'declared') judgeDeclared(context, report);
    else judgeBefore(context, report);
  },
});
