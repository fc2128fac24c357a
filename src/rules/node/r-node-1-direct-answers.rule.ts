import { managedServices, placedServices } from '../../domain/balanced-services.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import type { MemberSpec } from '../../domain/spec.js';
import { balancedTraffic } from '../../probes/balancing/balanced-traffic.js';
import { addressHolders } from '../../probes/network/address-holders.js';
import { addresses } from '../../probes/network/addresses.js';
import { nothingBalanced } from '../balancing/nothing-balanced.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext, RuleFacts } from '../rule.js';
import { addressSubject, hostSubject } from '../subject.js';
import { judgeSeenAnswers } from './judge-seen-answers.js';
import { seenAnswers } from './seen-answers.js';

/**
 * What the kernel counts shows answers that are translated on their way only; that others pass the manager, or arrive nowhere, shows a
 * proof from outside, where there is one. Behind a NAT device that is R-NET-NAT-6.
 */
function judgeManager(context: RuleContext, manager: MemberSpec, report: Report): void {
  const { spec, facts } = context;
  const { hostId } = manager;
  // The manager may serve too: what it answers itself is no answer of a node, whatever its kernel counts of it.
  const own = new Set(manager.addresses.map(({ address }) => canonicalAddress(address)));
  for (const { service } of managedServices(spec.core)) {
    const address = canonicalAddress(service.address);
    const subject = addressSubject(address);
    const seen = report.read(subject, hostId, balancedTraffic());
    if (seen === undefined) continue;
    const counted = seen.value.find((one) => canonicalAddress(one.address) === address && one.port === service.port);
    const others = counted?.realServers.filter((server) => !own.has(canonicalAddress(server.address))) ?? [];
    const out = others.reduce((sum, { packetsOut }) => sum + packetsOut, 0);
    if (out === 0) {
      const answers =
        spec.core.topology === 'PRIVATE_NAT'
          ? undefined
          : seenAnswers(context, hostId, { address, port: service.port });
      if (answers === undefined || answers.is === 'untried') report.met(subject, [seen.evidence]);
      else judgeSeenAnswers(report, { address, port: service.port, managerId: hostId }, answers);
      continue;
    }
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'ANSWERS_PASS_MANAGER',
      message: `${out} packets of answers from ${address} port ${service.port} passed ${host}; nodes must answer clients themselves.`,
      parameters: { host, address, port: String(service.port), packets: String(out) },
      evidence: [seen.evidence],
      // The kernel never forgets what it counted.
      remedies: [
        runByHand(
          hostId,
          `Lead answers of nodes past ${host} (on each, see: ip route get CLIENT from ${address}); then count anew`,
          `ipvsadm --zero --tcp-service ${address.includes(':') ? `[${address}]` : address}:${service.port}`,
        ),
      ],
    });
  }
}

function judgeNodes({ spec, facts, clusterId }: RuleContext, report: Report): void {
  const balanced = new Set(placedServices(spec.core).map(({ service }) => canonicalAddress(service.address)));
  for (const { member, field } of nodesOf(spec.core)) {
    const subject = hostSubject(member.hostId);
    const links = report.read(subject, member.hostId, addresses());
    if (links === undefined) continue;
    const held = new Set(links.value.flatMap((link) => link.addresses.map(({ address }) => address)));
    const later = new Map([...balanced].map((address) => [address, heldSince(facts, member.hostId, address, links)]));
    const missing = [...balanced].filter((address) => !(later.get(address)?.value ?? held.has(address)));
    const evidence = [links.evidence, ...[...later.values()].flatMap((seen) => seen?.evidence ?? [])];
    if (missing.length === 0) {
      report.met(subject, evidence);
      continue;
    }
    const host = facts.hostName(member.hostId);
    report.violated({
      subject,
      code: 'SERVICE_ADDRESS_NOT_HELD',
      message: `Node ${host} does not hold ${missing.join(', ')}, so that it cannot answer clients from there.`,
      parameters: { host, addresses: missing.join(', ') },
      field,
      evidence,
      remedies: [repairCluster(clusterId)],
    });
  }
}

/** Whether the host holds the address, as the step saw that puts it there; undefined where it did not look after the look at all of them. */
function heldSince(
  facts: RuleFacts,
  hostId: string,
  address: string,
  { evidence: { observedAt } }: Fact<unknown>,
): Fact<boolean> | undefined {
  const holders = facts.read(hostId, addressHolders(address));
  if (!holders.known || holders.evidence.observedAt <= observedAt) return undefined;
  return { value: holders.value.length > 0, evidence: holders.evidence };
}

/**
 * Nodes answer clients directly. Nodes hold every balanced address and answer its clients themselves; no answer of a node
 * passes the manager.
 * Whether answers arrive, and by which way, shows a proof from a vantage (DIRECT_ANSWER); without one no more is known than what the
 * manager's kernel counts. Answers are most of the traffic: through the manager they would fill its link, and it would be what limits the cluster.
 */
export const directAnswers = defineRule({
  id: 'R-NODE-1',
  title: 'Nodes answer clients directly',
  law: 'Nodes hold every balanced address and answer its clients themselves; no answer of a node passes the manager.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "The Nodes"',
  moments: ['after'],
  notApplicable: nothingBalanced,
  looks({ core }) {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const balances = managedServices(core).length > 0;
    return [
      ...(balances ? [{ hostId: manager.member.hostId, probe: balancedTraffic() }] : []),
      ...nodesOf(core).map(({ member: { hostId } }) => ({ hostId, probe: addresses() })),
    ];
  },
  check(context, report) {
    const manager = managerOf(context.spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    judgeManager(context, manager.member, report);
    judgeNodes(context, report);
  },
});
