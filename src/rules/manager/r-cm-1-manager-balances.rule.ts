import { managedServices, serviceName } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf } from '../../domain/members.js';
import { virtualServices } from '../../probes/balancing/virtual-services.js';
import { notBalancedHere } from '../balancing/not-balanced-here.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster } from '../remedy.js';
import { addressSubject } from '../subject.js';

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
    const manager = managerOf(core);
    return manager === undefined ? [] : [{ hostId: manager.member.hostId, probe: virtualServices() }];
  },
  check({ spec: { core }, facts, clusterId }, report) {
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
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
  },
});
