import { listed } from '../listed.js';
import { runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { Remedy } from '../rule.js';
import { addressSubject } from '../subject.js';
import { fromOutside, type Counted, type SeenAnswers } from './seen-answers.js';

/** Whether nodes answer clients of a balanced port themselves, by what a proof from outside showed. */
export function judgeSeenAnswers(
  report: Report,
  { address, port, managerId }: { readonly address: string; readonly port: number; readonly managerId: string },
  answers: Exclude<SeenAnswers, { is: 'untried' }>,
): void {
  const subject = addressSubject(address);
  const { source } = answers;
  const parameters = { address, port: String(port), source };
  const where = `from ${address} port ${port}`;
  const seeWay = ({ hostId, host }: Counted, todo: string): Remedy =>
    runByHand(hostId, `See by which way ${host} answers, and ${todo}; then prove DIRECT_ANSWER again`, `ip route get ${source} from ${address}`); // prettier-ignore
  if (answers.is === 'passed') {
    const { manager, answering } = answers;
    const packets = manager.seen.passed;
    const hosts = listed(answering.map(({ host }) => host));
    return report.violated({
      subject,
      code: 'ANSWERS_CAME_TO_MANAGER',
      message: `${packets} answers of ${hosts} ${where} to ${source} came to ${manager.host}; nodes must answer clients themselves.`,
      parameters: { ...parameters, hosts, manager: manager.host, packets: String(packets) },
      evidence: [manager.evidence, ...answering.map(({ evidence }) => evidence)],
      remedies: answering.map((one) => seeWay(one, `lead it past ${manager.host}`)),
    });
  }
  if (answers.is === 'lost') {
    const hosts = listed(answers.lost.map(({ host }) => host));
    return report.violated({
      subject,
      code: 'ANSWERS_LOST',
      message: `${hosts} answered ${source} ${where}, and nothing shows that an answer arrived; whatever is between must take packets of ${address} from every node.`,
      parameters: { ...parameters, hosts },
      evidence: answers.lost.map(({ evidence }) => evidence),
      remedies: answers.lost.map((one) => seeWay(one, `have what is on it take packets of ${address} from there`)),
    });
  }
  const [silent] = answers.silent;
  if (silent !== undefined) {
    const hosts = listed(answers.silent.map(({ host }) => host));
    return report.violated({
      subject,
      code: 'NODES_SILENT',
      message: `${hosts} got connections of ${source} to ${address} port ${port} and answered none.`,
      parameters: { ...parameters, hosts },
      evidence: answers.silent.map(({ evidence }) => evidence),
      remedies: [
        runByHand(
          silent.hostId,
          `See what listens at ${address} port ${port} on ${silent.host}, and that no firewall drops such connections; then prove DIRECT_ANSWER again`,
          `ss -Hltnp 'sport = :${port}'`,
        ),
      ],
    });
  }
  if (answers.is === 'direct') report.met(subject, answers.evidence);
  else report.unknown(subject, managerId, answers.reason, fromOutside);
}
