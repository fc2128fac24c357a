import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf } from '../../domain/members.js';
import { canaryIn, nodeLogDirectory } from '../../probes/logs/log-paths.js';
import { logStamp, type LogStamp } from '../../probes/logs/log-stamp.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { machineIdentity } from '../../probes/system/machine-identity.js';
import { clockOffset, clockTolerance, setClock } from '../host/clock.js';
import { observeHosts, repairCluster } from '../remedy.js';
import type { Evidence, Remedy, RuleFacts } from '../rule.js';
import { startNfsServer, stoppedNfsServer } from '../storage/stopped-nfs-server.js';
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

interface Cause {
  /** The rest of the sentence; empty where no more is known. */
  readonly why: string;
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
}

/** Why a share cannot be read is known by the host that exports it, as it was last looked at. */
function causeOf(facts: RuleFacts, nodeId: string, managerId: string): Cause {
  const host = facts.hostName(nodeId);
  const stopped = stoppedNfsServer(facts, nodeId);
  if (stopped === undefined) return { why: '', evidence: [], remedies: [observeHosts([nodeId, managerId])] };
  const why = `, as ${host} offers no NFS (its NFS server does not run)`;
  return { why, evidence: [stopped], remedies: [startNfsServer(nodeId, host)] };
}

/**
 * A canary bears its node's time, and is as old as the manager's clock says: clocks apart make a young one old. Undefined where it is
 * old without that too, or where nothing is known of the clocks.
 */
function clocksApart(facts: RuleFacts, stamp: LogStamp, nodeId: string, managerId: string): Cause | undefined {
  const [ofNode, ofManager] = [facts.read(nodeId, machineIdentity()), facts.read(managerId, machineIdentity())];
  if (stamp.is !== 'stamped' || stamp.host !== nodeId || !ofNode.known || !ofManager.known) return undefined;
  const [node, manager] = [clockOffset(ofNode), clockOffset(ofManager)];
  const behind = Math.round(manager - node);
  if (behind <= clockTolerance || stamp.ageSeconds - behind > mostSeconds) return undefined;
  // Ours decides which of the two is off.
  const wrong = Math.abs(node) >= Math.abs(manager) ? { hostId: nodeId, by: node } : { hostId: managerId, by: manager };
  const host = facts.hostName(wrong.hostId);
  const how =
    wrong.hostId === nodeId
      ? `behind that of ${facts.hostName(managerId)}`
      : `ahead of that of ${facts.hostName(nodeId)}`;
  return {
    why: `, as the clock of ${host} is ${behind} s ${how} (R-HOST-2)`,
    evidence: [ofNode.evidence, ofManager.evidence],
    remedies: setClock(facts, { hostId: wrong.hostId, host }, Math.round(wrong.by)),
  };
}

const noCause: Cause = { why: '', evidence: [], remedies: [] };

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
    return logSharesOf(spec).flatMap(({ node: { member } }) => [
      { hostId: manager.member.hostId, probe: logStamp(canaryIn(nodeLogDirectory(member.hostId))) },
      { hostId: member.hostId, probe: ownRpcPrograms() },
      ...[member, manager.member].map(({ hostId }) => ({ hostId, probe: machineIdentity() })),
    ]);
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
      const isAway = seen.value.is === 'unreadable';
      const clocks = clocksApart(facts, seen.value, hostId, manager.member.hostId);
      const other = isAway ? causeOf(facts, hostId, manager.member.hostId) : noCause;
      const { why, evidence, remedies } = clocks ?? other;
      const repair = repairCluster(clusterId);
      report.violated({
        subject,
        code: 'LOGS_STALE',
        message: `The logs of node ${host} do not reach the manager: their canary ${found}${why}; usage is counted without them.`,
        parameters: { host, path, found: `${found}${why}` },
        field: node.field,
        evidence: [seen.evidence, ...evidence],
        // As long as clocks are apart, converging ends nothing of it.
        remedies: clocks === undefined ? [repair, ...remedies] : [...remedies, repair],
      });
    }
  },
});
