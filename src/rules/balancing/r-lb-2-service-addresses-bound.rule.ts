import { addressesOfOthersBalancer, placedServices } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, serviceAddressesOf } from '../../domain/members.js';
import { addresses } from '../../probes/network/addresses.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, repairCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject } from '../subject.js';

function judgeDeclared(context: RuleContext, report: Report): void {
  const declared = serviceAddressesOf(context.spec.core);
  for (const { service, field } of placedServices(context.spec.core)) {
    const address = canonicalAddress(service.address);
    if (declared.includes(address)) continue;
    const choices = declared.join(', ') || 'none';
    report.violated({
      subject: addressSubject(address),
      code: 'NO_SERVICE_ADDRESS',
      message: `${address} is balanced and no service address of the manager; those are: ${choices}.`,
      parameters: { address, choices },
      field: [...field, 'address'],
      remedies: [declareInstead(`Declare ${address} on the manager with purpose SERVICE, or balance one that is`)],
    });
  }
}

/**
 * The manager is the entry point. Every service address is bound on the manager, and only such addresses are balanced.
 * Clients find the manager there, which hands their connections on. What somebody else's balancer spreads, that one holds.
 */
export const serviceAddressesBound = defineRule({
  id: 'R-LB-2',
  title: 'The manager is the entry point',
  law: 'Every service address is bound on the manager, and only such addresses are balanced.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Load balancing"',
  moments: ['declared', 'after'],
  looks({ core }) {
    const manager = managerOf(core);
    return manager === undefined ? [] : [{ hostId: manager.member.hostId, probe: addresses() }];
  },
  check(context, report) {
    if (context.moment === 'declared') return judgeDeclared(context, report);
    const manager = managerOf(context.spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const others = addressesOfOthersBalancer(context.spec.core);
    for (const address of serviceAddressesOf(context.spec.core).filter((one) => !others.has(one))) {
      const subject = addressSubject(address);
      const links = report.read(subject, hostId, addresses());
      if (links === undefined) continue;
      if (links.value.some((link) => link.addresses.some((held) => held.address === address))) {
        report.met(subject, [links.evidence]);
        continue;
      }
      const host = context.facts.hostName(hostId);
      report.violated({
        subject,
        code: 'NOT_BOUND',
        message: `${host} does not hold the service address ${address}, so that no client reaches it.`,
        parameters: { host, address },
        evidence: [links.evidence],
        remedies: [repairCluster(context.clusterId)],
      });
    }
  },
});
