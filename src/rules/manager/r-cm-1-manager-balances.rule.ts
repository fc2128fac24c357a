import { managedServices, serviceName } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, membersWithRole, nodesOf } from '../../domain/members.js';
import { virtualServices } from '../../probes/balancing/virtual-services.js';
import { notBalancedHere } from '../balancing/not-balanced-here.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject, hostSubject } from '../subject.js';

function judgeManager({ spec: { core }, facts, clusterId }: RuleContext, hostId: string, report: Report): void {
  for (const { service } of managedServices(core)) {
    const address = canonicalAddress(service.address);
    const subject = addressSubject(address);
    const table = report.read(subject, hostId, virtualServices());
    if (table === undefined) continue;
    if (table.value.some((one) => canonicalAddress(one.address) === address && one.port === service.port)) {
      report.met(subject, [table.evidence]);
      continue;
    }
    const host = facts.hostName(hostId);
    const name = serviceName({ ...service, address });
    report.violated({
      subject,
      code: 'NOT_BALANCED',
      message: `${host} does not balance ${name}; its clients reach nobody.`,
      parameters: { host, address, port: String(service.port) },
      evidence: [table.evidence],
      remedies: [repairCluster(clusterId)],
    });
  }
}

function judgeNodes({ spec: { core }, facts }: RuleContext, report: Report): void {
  const balanced = new Set(managedServices(core).map(({ service }) => canonicalAddress(service.address)));
  for (const { member, field } of nodesOf(core)) {
    const subject = hostSubject(member.hostId);
    const table = report.read(subject, member.hostId, virtualServices());
    if (table === undefined) continue;
    const [found] = table.value.filter((one) => balanced.has(canonicalAddress(one.address)));
    if (found === undefined) {
      report.met(subject, [table.evidence]);
      continue;
    }
    const host = facts.hostName(member.hostId);
    const { address, port } = found;
    report.violated({
      subject,
      code: 'NODE_BALANCES',
      message: `Node ${host} balances ${address} port ${port} too: it would send on what the manager sends it.`,
      parameters: { host, address, port: String(port) },
      field,
      evidence: [table.evidence],
      remedies: [runByHand(member.hostId, `End on ${host} what balances the address`, 'ipvsadm --clear')],
    });
  }
}

/**
 * The manager balances. The manager's kernel spreads the connections of every balanced service; no other host does.
 * Hosts that do not answer its health check are left out, which is no violation.
 */
export const managerBalances = defineRule({
  id: 'R-CM-1',
  title: 'The manager balances',
  law: "The manager's kernel spreads the connections of every balanced service; no other host does.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Cluster manager"',
  moments: ['after'],
  notApplicable: notBalancedHere,
  looks({ core }) {
    if (managerOf(core) === undefined) return [];
    return membersWithRole(core, 'MANAGER', 'NODE').map(({ member: { hostId } }) => ({
      hostId,
      probe: virtualServices(),
    }));
  },
  check(context, report) {
    const manager = managerOf(context.spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    judgeManager(context, manager.member.hostId, report);
    judgeNodes(context, report);
  },
});
