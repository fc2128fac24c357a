import { managerOf } from '../../domain/members.js';
import { portsFromOutside, type PortFromOutside } from '../../proofs/network/direct-answer.proof.js';
import { nothingBalanced } from '../balancing/nothing-balanced.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { fromOutside, seenAnswers } from '../node/seen-answers.js';
import { noSingleManager } from '../no-single-manager.js';
import { because } from '../reason.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

function judgePort(context: RuleContext, report: Report, at: PortFromOutside, managerId: string): void {
  const subject = addressSubject(`${at.publicAddress}:${at.port}`);
  const answers = seenAnswers(context, managerId, at);
  if (answers.is === 'direct') return report.met(subject, answers.evidence);
  if (answers.is === 'unseen' || answers.is === 'untried')
    return report.unknown(subject, managerId, answers.reason, fromOutside);
  const { source } = answers;
  const parameters = { public: at.publicAddress, address: at.address, port: String(at.port), source };
  if (answers.is === 'passed') {
    const { manager, answering } = answers;
    const packets = manager.seen.passed;
    const hosts = listed(answering.map(({ host }) => host));
    return report.violated({
      subject,
      code: 'ANSWERS_PASS_MANAGER',
      message: `${packets} answers of ${hosts} from ${at.address} port ${at.port} to ${source} came to ${manager.host}; nodes must send them to the NAT device themselves.`,
      parameters: { ...parameters, hosts, manager: manager.host, packets: String(packets) },
      evidence: [manager.evidence, ...answering.map((one) => one.evidence)],
      remedies: answering
        .slice(0, 1)
        .map(({ hostId, host }) =>
          runByHand(
            hostId,
            `See by which way ${host} answers, and lead it to the NAT device; then prove DIRECT_ANSWER again`,
            `ip route get ${source} from ${at.address}`,
          ),
        ),
    });
  }
  const hosts = listed(answers.lost.map(({ host }) => host));
  report.violated({
    subject,
    code: 'ANSWERS_LOST',
    message: `${hosts} answered ${source} from ${at.address} port ${at.port}, and nothing shows that an answer arrived; the NAT device must take such answers from every node and translate them to ${at.publicAddress}.`,
    parameters: { ...parameters, hosts },
    field: ['nat', 'forwardTarget'],
    evidence: answers.lost.map((one) => one.evidence),
    remedies: [
      declareInstead(
        `Have the NAT device take answers from ${at.address} from whichever card of its inner network, and translate them as those of the connection; then prove DIRECT_ANSWER again`,
      ),
    ],
  });
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
    const { core } = context.spec;
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const ports = portsFromOutside(core);
    if (ports.length === 0)
      return report.notApplicable(
        because('NOTHING_FORWARDED', 'The manager balances nothing that the NAT device forwards to.'),
      );
    for (const at of ports) judgePort(context, report, at, manager.member.hostId);
  },
});
