import type { PlacedMember } from '../../domain/members.js';
import type { Link } from '../../probes/network/addresses.js';
import { connectSeconds, type TcpConnection } from '../../probes/network/tcp-connection.js';
import { observeHosts, repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { startNfsServer, stoppedNfsServer } from '../storage/stopped-nfs-server.js';
import { nfsPort, sshPort } from './quorum-port.js';
import { because } from '../reason.js';

const inWords: Readonly<Record<Exclude<TcpConnection, 'open'>, string>> = {
  refused: 'it is refused',
  silent: `nobody answers within ${connectSeconds} s`,
  unreachable: 'there is no way to it',
};

export interface QuorumSide {
  readonly manager: PlacedMember;
  readonly quorum: string;
  readonly port: number;
  /** Undefined when unknown, which is reported once, for the manager. */
  readonly held: Fact<readonly Link[]> | undefined;
}

/** A node connects to the quorum address. */
export function judgeQuorumConnection(
  { facts, clusterId }: RuleContext,
  report: Report,
  node: PlacedMember,
  { manager, quorum, port, held }: QuorumSide,
  { value, evidence }: Fact<TcpConnection>,
): void {
  const { hostId } = node.member;
  const subject = hostSubject(hostId);
  if (value === 'open') return report.met(subject, [evidence]);
  const host = facts.hostName(hostId);
  const managerId = manager.member.hostId;
  const stopped = port === nfsPort ? stoppedNfsServer(facts, managerId) : undefined;
  if (stopped !== undefined) {
    const managerName = facts.hostName(managerId);
    report.violated({
      subject,
      code: 'NO_NFS',
      message: `${host} cannot connect to port ${port} of the quorum address ${quorum}: ${inWords[value]}, as ${managerName} offers no NFS (its NFS server does not run).`,
      parameters: { host, quorum, port: String(port), outcome: value, manager: managerName },
      field: node.field,
      evidence: [evidence, stopped],
      remedies: [repairCluster(clusterId), startNfsServer(managerId, managerName)],
    });
    return;
  }
  // A node that mounts nothing from the manager may be looked at before the manager has bound the address.
  if (held === undefined || held.evidence.observedAt > evidence.observedAt) {
    return report.unknown(
      subject,
      hostId,
      because('MANAGER_SEEN_LATER', `it failed to connect to ${quorum} before the manager was looked at`, {
        address: quorum,
      }),
    );
  }
  if (value === 'refused' && port === sshPort) {
    return report.unknown(
      subject,
      hostId,
      because('SSH_PORT_UNKNOWN', `port ${port} of ${quorum} is closed; SSH may be served at another`, {
        address: quorum,
        port: String(port),
      }),
    );
  }
  report.violated({
    subject,
    code: 'NO_CONNECTION',
    message: `${host} cannot connect to port ${port} of the quorum address ${quorum}: ${inWords[value]}.`,
    parameters: { host, quorum, port: String(port), outcome: value },
    field: node.field,
    evidence: [evidence],
    remedies: [
      repairCluster(clusterId),
      ...(port === nfsPort ? [observeHosts([managerId, hostId])] : []),
      runByHand(managerId, `See whether ${facts.hostName(managerId)} keeps ${host} out`, 'nft list ruleset'),
    ],
  });
}
