import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, managerOf, membersWithRole, nodesOf, type PlacedMember } from '../../domain/members.js';
import { hostRoles } from '../../domain/spec.js';
import { addresses } from '../../probes/network/addresses.js';
import { routeTo } from '../../probes/network/route-to.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, repairCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject, clusterSubject, hostSubject } from '../subject.js';

function judgeDeclared({ spec, facts }: RuleContext, report: Report): void {
  const { core } = spec;
  const quorum = core.quorumAddress;
  if (quorum === null) {
    report.violated({
      subject: clusterSubject(spec),
      code: 'NO_QUORUM',
      message: `Cluster ${core.name} has no quorum address; choose one of the manager's with purpose QUORUM.`,
      field: ['quorumAddress'],
      missing: true,
      remedies: [declareInstead('Declare an address of the manager with purpose QUORUM and name it as quorumAddress')],
    });
  } else {
    const manager = managerOf(core);
    const own = manager === undefined ? [] : addressesOf(core, [manager]);
    const chosen = own.some(
      ({ address }) => address.purpose === 'QUORUM' && canonicalAddress(address.address) === canonicalAddress(quorum),
    );
    if (!chosen) {
      const choices = own
        .filter(({ address }) => address.purpose === 'QUORUM')
        .map(({ address }) => address.address)
        .join(', ');
      report.violated({
        subject: addressSubject(quorum),
        code: 'QUORUM_NOT_ON_MANAGER',
        message: `Quorum address ${quorum} is not an address of the manager with purpose QUORUM; declared so: ${choices || 'none'}.`,
        parameters: { address: quorum, choices },
        field: ['quorumAddress'],
        remedies: [declareInstead(`Declare ${quorum} on the manager with purpose QUORUM, or name the one that is`)],
      });
    }
  }
  for (const { address, member, field } of addressesOf(core, membersWithRole(core, ...hostRoles))) {
    if (address.purpose !== 'QUORUM') continue;
    const isTheOne = quorum !== null && canonicalAddress(address.address) === canonicalAddress(quorum);
    if (member.role === 'MANAGER' && (isTheOne || quorum === null)) continue;
    const host = facts.hostName(member.hostId);
    report.violated({
      subject: addressSubject(address.address),
      code: 'SECOND_QUORUM',
      message: `Address ${address.address} of ${host} has purpose QUORUM; only the manager's ${quorum ?? 'quorum address'} may.`,
      parameters: { address: address.address, host, quorum: quorum ?? '' },
      field: [...field, 'purpose'],
      remedies: [declareInstead(`Give ${address.address} the purpose HOST, or leave it out`)],
    });
  }
}

function judgeManager({ facts, clusterId }: RuleContext, report: Report, manager: PlacedMember, quorum: string): void {
  const subject = hostSubject(manager.member.hostId);
  const held = report.read(subject, manager.member.hostId, addresses());
  if (held === undefined) return;
  const wanted = canonicalAddress(quorum);
  const bound = held.value.some((link) => link.addresses.some(({ address }) => canonicalAddress(address) === wanted));
  if (bound) {
    report.met(subject, [held.evidence]);
    return;
  }
  const host = facts.hostName(manager.member.hostId);
  report.violated({
    subject,
    code: 'QUORUM_NOT_BOUND',
    message: `${host} does not hold the quorum address ${quorum}.`,
    parameters: { host, quorum },
    field: ['quorumAddress'],
    evidence: [held.evidence],
    remedies: [repairCluster(clusterId)],
  });
}

function judgeNode({ facts, clusterId }: RuleContext, report: Report, node: PlacedMember, quorum: string): void {
  const subject = hostSubject(node.member.hostId);
  const route = report.read(subject, node.member.hostId, routeTo(quorum));
  if (route === undefined) return;
  const host = facts.hostName(node.member.hostId);
  const evidence = [route.evidence];
  if (route.value === null) {
    report.violated({
      subject,
      code: 'NO_ROUTE',
      message: `${host} has no route to the quorum address ${quorum}; it needs an address in the same network.`,
      parameters: { host, quorum },
      field: node.field,
      evidence,
      remedies: [declareInstead(`Give ${host} an address in the network of ${quorum}`)],
    });
  } else if (route.value.local) {
    report.violated({
      subject,
      code: 'NODE_HOLDS_QUORUM',
      message: `${host} itself holds the quorum address ${quorum}, which belongs to the manager alone.`,
      parameters: { host, quorum },
      field: node.field,
      evidence,
      remedies: [repairCluster(clusterId)],
    });
  } else if (route.value.gateway !== null) {
    report.violated({
      subject,
      code: 'QUORUM_BEHIND_GATEWAY',
      message: `${host} reaches the quorum address ${quorum} through ${route.value.gateway}; it must be on the same network.`,
      parameters: { host, quorum, gateway: route.value.gateway },
      field: node.field,
      evidence,
      remedies: [declareInstead(`Give ${host} an address in the network of ${quorum}`)],
    });
  } else {
    report.met(subject, evidence);
  }
}

/**
 * Quorum address. All traffic between servers goes to one address of the manager, which the manager holds and every node
 * reaches without a gateway.
 * Storage hangs on it: a hop that fails or is slow stops every site at once.
 */
export const quorumReachable = defineRule({
  id: 'R-NET-2',
  title: 'Quorum address',
  law: 'All traffic between servers goes to one address of the manager, which the manager holds and every node reaches without a gateway.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Network Requirements"',
  moments: ['declared', 'after'],
  looks({ core }) {
    const quorum = core.quorumAddress;
    const manager = managerOf(core);
    if (quorum === null || manager === undefined) return [];
    return [
      { hostId: manager.member.hostId, probe: addresses() },
      ...nodesOf(core).map(({ member }) => ({ hostId: member.hostId, probe: routeTo(quorum) })),
    ];
  },
  check(context, report) {
    if (context.moment === 'declared') {
      judgeDeclared(context, report);
      return;
    }
    const quorum = context.spec.core.quorumAddress;
    const manager = managerOf(context.spec.core);
    if (quorum === null || manager === undefined) return report.notApplicable(noSingleManager);
    judgeManager(context, report, manager, quorum);
    for (const node of nodesOf(context.spec.core)) judgeNode(context, report, node, quorum);
  },
});
