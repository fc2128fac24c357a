import type { ClusterSpec } from '../../domain/account-spec.js';
import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf, type PlacedMember } from '../../domain/members.js';
import { nodeLogDirectory, webLogDirectory } from '../../probes/logs/log-paths.js';
import { usageFigures } from '../../probes/logs/usage-figures.js';
import { groupQuotas } from '../../probes/storage/group-quotas.js';
import { quotasWanted } from '../../domain/quotas-wanted.js';
import { exporterOf } from '../storage/exporter.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

const mostSeconds = 86_400;

/** The manager, and every node that shares its logs, with where the manager reads their figures. */
function countedOn(spec: ClusterSpec, manager: PlacedMember): readonly { member: PlacedMember; directory: string }[] {
  const nodes = logSharesOf(spec).map(({ node }) => ({
    member: node,
    directory: nodeLogDirectory(node.member.hostId),
  }));
  return [{ member: manager, directory: webLogDirectory }, ...nodes];
}

/**
 * Usage is counted. The manager reads what every web server of the cluster sent for each account, counted within the last day.
 * Figures are sums over all hosts: without one of them they are too low, which nobody sees in the figures.
 */
export const usageIsCounted = defineRule({
  id: 'R-USE-1',
  title: 'Usage is counted',
  law: 'The manager reads what every web server of the cluster sent for each account, counted within the last day.',
  severity: 'INFO',
  source: 'Our own: what an account sent is paid for',
  moments: ['after'],
  notApplicable: ({ core }) =>
    core.webServer === null ? because('NO_WEB_SERVER', 'No web server is set up, so that nothing is counted.') : null,
  looks(spec) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    // What is stored is part of the usage, whether or not an account has a limit; where no quotas are wanted, nobody counts it.
    const exporter = quotasWanted(spec) ? exporterOf(spec) : undefined;
    return [
      ...countedOn(spec, manager).map(({ directory }) => ({ hostId, probe: usageFigures(directory) })),
      ...(exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: groupQuotas(exporter.path) }]),
    ];
  },
  check({ spec, facts, clusterId }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    for (const { member, directory } of countedOn(spec, manager)) {
      const { hostId } = member.member;
      const subject = hostSubject(hostId);
      const seen = report.read(subject, manager.member.hostId, usageFigures(directory));
      if (seen === undefined) continue;
      const figures = seen.value;
      const ageSeconds =
        figures === null ? null : Math.floor(seen.evidence.observedAt.getTime() / 1000) - figures.takenAt;
      if (ageSeconds !== null && ageSeconds <= mostSeconds) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(hostId);
      const found = ageSeconds === null ? 'are missing' : `are ${ageSeconds} s old`;
      report.violated({
        subject,
        code: 'FIGURES_MISSING',
        message: `What ${host} sent for each account is not known: its figures ${found}; at most ${mostSeconds} s count.`,
        parameters: { host, found },
        field: member.field,
        evidence: [seen.evidence],
        remedies: [repairCluster(clusterId)],
      });
    }
  },
});
