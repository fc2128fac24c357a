import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import { canaryIn, nodeLogDirectory } from '../../probes/logs/log-paths.js';
import { logStamp, type LogStamp } from '../../probes/logs/log-stamp.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { noLogShares } from './no-log-shares.js';

/** Nodes write it every minute. */
const mostSeconds = 300;

/** What is wrong with a node's canary as the manager sees it; undefined where nothing is. */
function wrongWith(stamp: LogStamp, nodeId: string): string | undefined {
  switch (stamp.is) {
    case 'absent':
      return 'is not there';
    case 'unreadable':
      return 'cannot be read';
    case 'other':
      return 'is none of ours';
    case 'stamped':
      if (stamp.host !== nodeId) return 'is that of another host';
      return stamp.ageSeconds > mostSeconds ? `is ${stamp.ageSeconds} s old` : undefined;
  }
}

/**
 * Shared logs are fresh. On the manager the canary in the logs of each node is at most five minutes old.
 * A node without visitors writes no log, so that only the canary tells it from a share that is away; without the share what the
 * accounts sent is counted too low, and nothing else fails.
 */
export const logsAreFresh = defineRule({
  id: 'R-VPS-5',
  title: 'Shared logs are fresh',
  law: 'On the manager the canary in the logs of each node is at most five minutes old.',
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Additional VPS Considerations"',
  moments: ['after'],
  notApplicable: noLogShares,
  looks(spec) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    return logSharesOf(spec).map(({ node }) => ({
      hostId: manager.member.hostId,
      probe: logStamp(canaryIn(nodeLogDirectory(node.member.hostId))),
    }));
  },
  check({ spec, facts, clusterId }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    for (const { node } of logSharesOf(spec)) {
      const { hostId } = node.member;
      const subject = hostSubject(hostId);
      const path = canaryIn(nodeLogDirectory(hostId));
      const seen = report.read(subject, manager.member.hostId, logStamp(path));
      if (seen === undefined) continue;
      const found = wrongWith(seen.value, hostId);
      if (found === undefined) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(hostId);
      report.violated({
        subject,
        code: 'LOGS_STALE',
        message: `The logs of node ${host} do not reach the manager: their canary ${found}; usage is counted without them.`,
        parameters: { host, path, found },
        field: node.field,
        evidence: [seen.evidence],
        remedies: [repairCluster(clusterId)],
      });
    }
  },
});
