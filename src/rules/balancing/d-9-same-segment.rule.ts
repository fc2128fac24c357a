import { addressBeside, managedServices, placedServices, targetsOf } from '../../domain/balanced-services.js';
import { canonicalAddress, networkHolds } from '../../domain/ip-network.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { addresses, type Link } from '../../probes/network/addresses.js';
import { neighbour } from '../../probes/network/neighbour.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { graverUnderDr } from '../network/graver-under-dr.js';
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
  const services = balancedAddresses(core);
  for (const { member, field } of nodesOf(core)) {
    const subject = hostSubject(member.hostId);
    const links = report.read(subject, member.hostId, addresses());
    if (links === undefined) continue;
    const beyond = services.filter((service) => !isOnSegment(links.value, service));
    if (beyond.length === 0) {
      report.met(subject, [links.evidence]);
      continue;
    }
    const host = facts.hostName(member.hostId);
    report.violated({
      subject,
      code: 'NOT_ON_SEGMENT',
      severity: graverUnderDr(core),
      message: `Node ${host} has no link on the segment of ${beyond.join(', ')}; a router hands packets on to it in tunnels only.`,
      parameters: { host, services: beyond.join(', ') },
      field,
      extent: beyond.length,
      evidence: [links.evidence],
      remedies: [declareInstead(`Bring ${host} onto the network segment of ${beyond.join(', ')}`)],
    });
  }
}

/** Where the manager hands packets on from: its own addresses beside the balanced ones. */
function managersAddresses(core: ClusterCore): readonly string[] {
  const manager = managerOf(core)?.member;
  if (manager === undefined) return [];
  const beside = managedServices(core).map(({ service }) => addressBeside(core, manager, service.address));
  return [...new Set(beside.filter((address) => address !== undefined))];
}

/** Two segments may have one prefix: what a node sends to for the manager's address must be the manager's own card. */
function judgeAfter({ spec: { core }, facts }: RuleContext, report: Report): void {
  const manager = managerOf(core)?.member;
  if (manager === undefined) return report.notApplicable(noSingleManager);
  const links = report.read(hostSubject(manager.hostId), manager.hostId, addresses());
  if (links === undefined) return;
  const cards = new Set(links.value.map(({ linkAddress }) => linkAddress?.toLowerCase()));
  const handedOnFrom = managersAddresses(core);
  for (const { member, field } of nodesOf(core)) {
    const subject = hostSubject(member.hostId);
    for (const address of handedOnFrom) {
      const seen = report.read(subject, member.hostId, neighbour(address));
      if (seen === undefined) continue;
      if (seen.value !== null && cards.has(seen.value)) {
        report.met(subject, [seen.evidence, links.evidence]);
        continue;
      }
      const [host, other] = [facts.hostName(member.hostId), facts.hostName(manager.hostId)];
      const found = seen.value === null ? 'nobody on its segment' : `the card ${seen.value}`;
      report.violated({
        subject,
        code: 'OTHER_SEGMENT',
        message: `Node ${host} finds ${found} at ${address}, which is no card of ${other}; packets cannot be handed on between them.`,
        parameters: { host, address, found, manager: other },
        field,
        evidence: [seen.evidence, links.evidence],
        remedies: [declareInstead(`Bring ${host} onto the network segment of ${other}`)],
      });
    }
  }
}

/**
 * One network segment. Manager and nodes are on one network segment with every balanced address: packets are handed on by
 * link address.
 * A router between them would take the packets, which still carry the service address, back to the manager. Where somebody else's
 * balancer hands them on in tunnels (forwarding TUN) it is a warning.
 */
export const sameSegment = defineRule({
  id: 'D-9',
  title: 'One network segment',
  law: 'Manager and nodes are on one network segment with every balanced address: packets are handed on by link address.',
  severity: 'ERROR',
  source: 'InterWorx documentation, load balancing (LVS direct routing)',
  moments: ['declared', 'before', 'after'],
  notApplicable: nothingBalanced,
  looks({ core }) {
    const manager = managerOf(core)?.member.hostId;
    const onSegment = managersAddresses(core);
    return [
      ...(onSegment.length === 0 || manager === undefined ? [] : [{ hostId: manager, probe: addresses() }]),
      ...nodesOf(core).flatMap(({ member: { hostId } }) => [
        { hostId, probe: addresses() },
        ...onSegment.map((address) => ({ hostId, probe: neighbour(address) })),
      ]),
    ];
  },
  check(context, report) {
    if (context.moment === 'declared') judgeDeclared(context, report);
    else if (context.moment === 'before') judgeBefore(context, report);
    else if (managedServices(context.spec.core).length > 0) judgeAfter(context, report);
  },
});
