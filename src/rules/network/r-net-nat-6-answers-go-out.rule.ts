import { managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import {
  answeredPorts,
  portsFromOutside,
  type AnsweredPort,
  type AnsweredPorts,
  type PortFromOutside,
} from '../../proofs/network/direct-answer.proof.js';
import { nothingBalanced } from '../balancing/nothing-balanced.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext, RuleFacts } from '../rule.js';
import { addressSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';
import { asReason, because, type Reason } from '../reason.js';

/** A vantage is for a person to choose. */
const fromOutside = declareInstead('Prove DIRECT_ANSWER from a vantage (proveCluster with vantageId)');

interface Counted {
  readonly hostId: string;
  readonly host: string;
  readonly seen: AnsweredPort;
  readonly evidence: Fact<AnsweredPorts>['evidence'];
}

function countedBy(facts: RuleFacts, hostId: string, at: PortFromOutside): Counted | undefined {
  const tried = facts.read(hostId, answeredPorts());
  if (!tried.known) return undefined;
  const seen = tried.value.ports.find(({ address, port }) => address === at.address && port === at.port);
  return seen === undefined ? undefined : { hostId, host: facts.hostName(hostId), seen, evidence: tried.evidence };
}

function judgePort(
  { spec, facts }: RuleContext,
  report: Report,
  at: PortFromOutside,
  { member }: PlacedMember,
  { value: { source }, evidence }: Fact<AnsweredPorts>,
): void {
  const subject = addressSubject(`${at.publicAddress}:${at.port}`);
  const own = countedBy(facts, member.hostId, at);
  const nodes = nodesOf(spec.core).flatMap((node) => countedBy(facts, node.member.hostId, at) ?? []);
  const answering = nodes.filter(({ seen }) => seen.answered > 0);
  const lost = answering.filter(({ seen }) => seen.heard === 0);
  const parameters = { public: at.publicAddress, address: at.address, port: String(at.port), source };
  const passed = own?.seen.passed ?? 0;
  const [first] = answering;
  if (own !== undefined && passed > 0 && first !== undefined) {
    const hosts = listed(answering.map(({ host }) => host));
    return report.violated({
      subject,
      code: 'ANSWERS_PASS_MANAGER',
      message: `${passed} answers of ${hosts} from ${at.address} port ${at.port} to ${source} came to ${own.host}; nodes must send them to the NAT device themselves.`,
      parameters: { ...parameters, hosts, manager: own.host, packets: String(passed) },
      evidence: [own.evidence, ...answering.map((one) => one.evidence)],
      remedies: [
        runByHand(
          first.hostId,
          `See by which way ${first.host} answers, and lead it to the NAT device; then prove DIRECT_ANSWER again`,
          `ip route get ${source} from ${at.address}`,
        ),
      ],
    });
  }
  if (lost.length > 0) {
    const hosts = listed(lost.map(({ host }) => host));
    return report.violated({
      subject,
      code: 'ANSWERS_LOST',
      message: `${hosts} answered ${source} from ${at.address} port ${at.port}, and nothing shows that an answer arrived; the NAT device must take such answers from every node and translate them to ${at.publicAddress}.`,
      parameters: { ...parameters, hosts },
      field: ['nat', 'forwardTarget'],
      evidence: lost.map((one) => one.evidence),
      remedies: [
        declareInstead(
          `Have the NAT device take answers from ${at.address} from whichever card of its inner network, and translate them as those of the connection; then prove DIRECT_ANSWER again`,
        ),
      ],
    });
  }
  if (answering.length > 0) return report.met(subject, [evidence, ...answering.map((one) => one.evidence)]);
  report.unknown(subject, member.hostId, silence(source, own?.seen, nodes), fromOutside);
}

/** Why nothing is known of the answers of nodes. */
function silence(source: string, own: AnsweredPort | undefined, nodes: readonly Counted[]): Reason {
  if (own === undefined) return because('NOT_TRIED', 'it was not tried since it was declared');
  if (own.knocked === 0)
    return because('NOTHING_ARRIVED', `nothing that ${source} sent arrived (R-NET-NAT-3)`, { source });
  return nodes.some(({ seen }) => seen.knocked > 0)
    ? because('NODES_SILENT', 'the nodes that were asked did not answer (R-NODE-4)')
    : because('NO_NODE_ASKED', `no connection of ${source} was given to a node`, { source });
}

/**
 * Answers go out through the device. Under PRIVATE_NAT nodes answer from the address that the device forwards to, and the device
 * takes such answers and translates them.
 * One that takes answers only from where it sent the question shows clients nothing of what nodes serve. It is seen from a vantage.
 */
export const answersGoOut = defineRule({
  id: 'R-NET-NAT-6',
  title: 'Answers go out through the device',
  law: 'Under PRIVATE_NAT nodes answer from the address that the device forwards to, past the manager, and the device takes such answers and translates them.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['after'],
  notApplicable: (spec) => onlyUnder('PRIVATE_NAT')(spec) ?? nothingBalanced(spec),
  check(context, report) {
    const { spec, facts } = context;
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const ports = portsFromOutside(spec.core);
    if (ports.length === 0)
      return report.notApplicable(
        because('NOTHING_FORWARDED', 'The manager balances nothing that the NAT device forwards to.'),
      );
    const { hostId } = manager.member;
    const tried = facts.read(hostId, answeredPorts());
    for (const at of ports) {
      if (tried.known) judgePort(context, report, at, manager, tried);
      else report.unknown(addressSubject(`${at.publicAddress}:${at.port}`), hostId, asReason(tried), fromOutside);
    }
  },
});
