import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesOf, managerOf, membersWithRole, nodesOf, type PlacedMember } from '../../domain/members.js';
import { hostRoles } from '../../domain/spec.js';
import { addresses } from '../../probes/network/addresses.js';
import { routeTo } from '../../probes/network/route-to.js';
import { tcpConnection } from '../../probes/network/tcp-connection.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, repairCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject, clusterSubject, hostSubject } from '../subject.js';
import { judgeQuorumConnection, type QuorumSide } from './judge-quorum-connection.js';
import { judgeQuorumRoute } from './judge-quorum-route.js';
import { nodesOffQuorumNetwork } from './nodes-off-quorum-network.js';
import { quorumPort } from './quorum-port.js';

function judgeDeclared({ spec, facts }: RuleContext, report: Report): void {
  const { core } = spec;
  const quorum = core.quorumAddress;
  if (quorum === null) {
    report.violated({
      subject: clusterSubject(spec),
      code: 'NO_QUORUM',
      message: `Cluster ${core.name} has no quorum address; choose one of the manager's with purpose QUORUM.`,
      parameters: { cluster: core.name },
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
  for (const violation of nodesOffQuorumNetwork(core, facts)) report.violated(violation);
}

function judgeManager(context: RuleContext, report: Report, side: QuorumSide): void {
  const { manager, quorum, held } = side;
  if (held === undefined) return;
  const subject = hostSubject(manager.member.hostId);
  const wanted = canonicalAddress(quorum);
  const bound = held.value.some((link) => link.addresses.some(({ address }) => address === wanted));
  if (bound) {
    report.met(subject, [held.evidence]);
    return;
  }
  const host = context.facts.hostName(manager.member.hostId);
  report.violated({
    subject,
    code: 'QUORUM_NOT_BOUND',
    message: `${host} does not hold the quorum address ${quorum}.`,
    parameters: { host, quorum },
    field: ['quorumAddress'],
    evidence: [held.evidence],
    remedies: [repairCluster(context.clusterId)],
  });
}

function judgeNode(context: RuleContext, report: Report, node: PlacedMember, side: QuorumSide): void {
  const { hostId } = node.member;
  const subject = hostSubject(hostId);
  const route = report.read(subject, hostId, routeTo(side.quorum));
  const connection = report.read(subject, hostId, tcpConnection(side.quorum, side.port));
  if (route !== undefined) judgeQuorumRoute(context, report, node, side.quorum, route);
  // A node that holds the address connects to itself; one without a route could not.
  const leaves = route === undefined || (route.value !== null && !route.value.local);
  if (connection !== undefined && leaves) judgeQuorumConnection(context, report, node, side, connection);
}

/**
 * Quorum address. All traffic between servers goes to one address of the manager, which the manager holds and every node
 * connects to without a gateway and from an address that it declares in the same network.
 * Storage hangs on it: a hop that fails or is slow stops every site at once.
 */
export const quorumReachable = defineRule({
  id: 'R-NET-2',
  title: 'Quorum address',
  law: 'All traffic between servers goes to one address of the manager, which the manager holds and every node connects to without a gateway and from an address that it declares in the same network.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Network Requirements"',
  moments: ['declared', 'after'],
  looks({ core }) {
    const quorum = core.quorumAddress;
    const manager = managerOf(core);
    if (quorum === null || manager === undefined) return [];
    return [
      { hostId: manager.member.hostId, probe: addresses() },
      { hostId: manager.member.hostId, probe: ownRpcPrograms() },
      ...nodesOf(core).flatMap(({ member: { hostId } }) => [
        { hostId, probe: routeTo(quorum) },
        { hostId, probe: tcpConnection(quorum, quorumPort(core)) },
      ]),
    ];
  },
  check(context, report) {
    if (context.moment === 'declared') {
      judgeDeclared(context, report);
      return;
    }
    const { core } = context.spec;
    const quorum = core.quorumAddress;
    const manager = managerOf(core);
    if (quorum === null || manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const held = report.read(hostSubject(hostId), hostId, addresses());
    const side: QuorumSide = { manager, quorum, port: quorumPort(core), held };
    judgeManager(context, report, side);
    for (const node of nodesOf(core)) judgeNode(context, report, node, side);
  },
});
