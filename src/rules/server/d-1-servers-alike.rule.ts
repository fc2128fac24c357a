import { networkHolds } from '../../domain/ip-network.js';
import { managerOf, membersWithRole, nodesOf } from '../../domain/members.js';
import { addresses } from '../../probes/network/addresses.js';
import { osRelease } from '../../probes/system/os-release.js';
import { defineRule } from '../define-rule.js';
import { graverUnderDr } from '../network/graver-under-dr.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

function judgeArchitectures({ spec, facts }: RuleContext, report: Report, managerId: string): void {
  const wanted = report.read(hostSubject(managerId), managerId, osRelease());
  for (const { member, field } of nodesOf(spec.core)) {
    const subject = hostSubject(member.hostId);
    const release = report.read(subject, member.hostId, osRelease());
    if (release === undefined || wanted === undefined) continue;
    const { architecture } = release.value;
    const evidence = [release.evidence, wanted.evidence];
    if (architecture === wanted.value.architecture) {
      report.met(subject, evidence);
      continue;
    }
    const host = facts.hostName(member.hostId);
    const manager = facts.hostName(managerId);
    report.violated({
      subject,
      code: 'OTHER_ARCHITECTURE',
      message: `${host} is ${architecture} and manager ${manager} is ${wanted.value.architecture}; they must be the same.`,
      parameters: { host, manager, architecture, wanted: wanted.value.architecture },
      field,
      evidence,
      remedies: [declareInstead(`Declare a host of architecture ${wanted.value.architecture} in the place of ${host}`)],
    });
  }
}

function judgeSegments({ spec, facts }: RuleContext, report: Report, quorum: string): void {
  for (const { member, field } of nodesOf(spec.core)) {
    const subject = hostSubject(member.hostId);
    const links = report.read(subject, member.hostId, addresses());
    if (links === undefined) continue;
    const isOn = links.value.some(
      ({ up, loopback, addresses: own }) =>
        up && !loopback && own.some((held) => networkHolds(`${held.address}/${held.prefixLength}`, quorum)),
    );
    if (isOn) {
      report.met(subject, [links.evidence]);
      continue;
    }
    const host = facts.hostName(member.hostId);
    report.violated({
      subject,
      code: 'OTHER_SEGMENT',
      severity: graverUnderDr(spec.core),
      message: `${host} has no link on the network segment of the quorum address ${quorum}; manager and nodes must share one.`,
      parameters: { host, quorum },
      field,
      evidence: [links.evidence],
      remedies: [declareInstead(`Bring ${host} onto the network segment of ${quorum}`)],
    });
  }
}

/**
 * Servers alike. Manager and nodes have one processor architecture and share a network segment and a place.
 * A tunnel crosses routers; whether the cluster's own traffic may is for R-NET-2. Programs of customers lie in user storage, and every node runs the same file. That the hosts stand in one place shows on none
 * of them, so that it is left to who declares them.
 */
export const serversAlike = defineRule({
  id: 'D-1',
  title: 'Servers alike',
  law: 'Manager and nodes have one processor architecture and share a network segment, which is a warning under TUN; that they stand in one place cannot be seen.',
  severity: 'ERROR',
  source: 'InterWorx documentation, clustering',
  moments: ['before'],
  looks: ({ core }) =>
    membersWithRole(core, 'MANAGER', 'NODE').flatMap(({ member: { hostId, role } }) => [
      { hostId, probe: osRelease() },
      ...(role === 'NODE' && core.quorumAddress !== null ? [{ hostId, probe: addresses() }] : []),
    ]),
  check(context, report) {
    const { core } = context.spec;
    const manager = managerOf(core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    judgeArchitectures(context, report, manager.member.hostId);
    if (core.quorumAddress !== null) judgeSegments(context, report, core.quorumAddress);
    report.notApplicable(
      because(
        'PLACE_UNSEEN',
        'Whether the hosts stand in one place cannot be seen from them; see to it when you declare them.',
      ),
    );
  },
});
