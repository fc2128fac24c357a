import { canonicalAddress } from '../../domain/ip-network.js';
import { addressesFacing, managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { nfsExports, type Export } from '../../probes/storage/nfs-exports.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { sourceOf } from '../../proofs/storage/shared-storage.js';
import { trialMount } from '../../proofs/storage/trial-mount.proof.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { proveCluster, repairCluster } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { judgeAdmission } from './judge-admission.js';
import { asNfsIsStopped, startNfsServer, stoppedNfsServer } from './stopped-nfs-server.js';
import { shareOf, shareText } from './share-of.js';
import { userStorageTarget } from './user-storage-target.js';
import { because } from '../reason.js';
import { clearExports } from './clear-exports.js';
import { refusalInWords } from './refusal-in-words.js';

interface Sides {
  readonly manager: PlacedMember;
  readonly quorum: string;
  /** Undefined when unknown, which is reported once, for the manager. */
  readonly exported: Fact<readonly Export[]> | undefined;
}

function judgeExport({ spec, facts, clusterId }: RuleContext, report: Report, node: PlacedMember, sides: Sides): void {
  if (sides.exported === undefined) return;
  const { hostId } = node.member;
  const subject = hostSubject(hostId);
  const host = facts.hostName(hostId);
  const manager = facts.hostName(sides.manager.member.hostId);
  const nodeAddresses = addressesFacing(spec.core, node.member, sides.quorum);
  const admission = judgeAdmission(sides.exported.value, userStorageTarget, host, nodeAddresses);
  const source = sourceOf(canonicalAddress(sides.quorum), userStorageTarget);
  const tried = triedSince(facts, hostId, trialMount(source), sides.exported.evidence);
  if (admission.is === 'admitted') {
    const refusal = tried && refusalInWords(tried.value);
    if (tried === undefined || refusal === undefined) return;
    report.violated({
      subject,
      code: 'MOUNT_UNUSABLE',
      message: `Manager ${manager} exports ${userStorageTarget} to node ${host}, and ${refusal}.`,
      parameters: { manager, host, outcome: tried.value.is, said: tried.value.said },
      field: node.field,
      evidence: [tried.evidence, sides.exported.evidence],
      remedies: [repairCluster(clusterId), proveCluster(clusterId, 'TRIAL_MOUNT')],
    });
    return;
  }
  if (admission.is === 'undecided') {
    if (tried?.value.is === 'mounted') return report.met(subject, [tried.evidence]);
    const server = { hostId: sides.manager.member.hostId, name: manager, path: userStorageTarget };
    report.unknown(
      subject,
      server.hostId,
      admission.openIs,
      clearExports(admission.openIs, server, clusterId, tried !== undefined),
    );
    return;
  }
  const violation = {
    subject,
    field: node.field,
    evidence: [sides.exported.evidence],
    remedies: [repairCluster(clusterId)],
  };
  if (admission.is === 'crippled') {
    const missing = admission.missing.join(' and ');
    report.violated({
      ...violation,
      code: 'EXPORT_OPTIONS',
      message: `Manager ${manager} exports ${userStorageTarget} to node ${host} without ${missing}.`,
      parameters: { manager, host, missing: admission.missing.join(', ') },
    });
    return;
  }
  const addresses = nodeAddresses.join(', ');
  const stopped = stoppedNfsServer(facts, sides.manager.member.hostId);
  if (stopped !== undefined) {
    report.violated({
      ...violation,
      code: 'NOT_EXPORTED',
      message: `Manager ${manager} exports ${userStorageTarget} to nobody, node ${host} (${addresses}) included, ${asNfsIsStopped}.`,
      parameters: { manager, host, addresses },
      evidence: [...violation.evidence, stopped],
      remedies: [repairCluster(clusterId), startNfsServer(sides.manager.member.hostId, manager)],
    });
    return;
  }
  report.violated({
    ...violation,
    code: 'NOT_EXPORTED',
    message: `Manager ${manager} does not export ${userStorageTarget} to node ${host} (${addresses}).`,
    parameters: { manager, host, addresses },
  });
}

function judgeMount({ facts, clusterId }: RuleContext, report: Report, node: PlacedMember, sides: Sides): void {
  const { hostId } = node.member;
  const subject = hostSubject(hostId);
  const seen = report.read(subject, hostId, mounts());
  if (seen === undefined) return;
  const share = shareOf(mountedAt(seen.value, userStorageTarget));
  // Nothing mounted, or no NFS, is R-NODE-2's matter.
  if (share === undefined) return;
  const expected = `${canonicalAddress(sides.quorum)}:${userStorageTarget}`;
  const found = shareText(share);
  if (found === expected) return report.met(subject, [seen.evidence]);
  const host = facts.hostName(hostId);
  report.violated({
    subject,
    code: 'OTHER_SOURCE',
    message: `Node ${host} mounts ${userStorageTarget} from ${found}; it must be ${expected}.`,
    parameters: { host, found, expected },
    field: node.field,
    evidence: [seen.evidence],
    remedies: [repairCluster(clusterId)],
  });
}

/**
 * The manager exports to every node. Where the manager holds user storage it exports it to every node, which mounts it from
 * the quorum address.
 * A node that is left out has no sites; one that mounts over another address ties storage to a network that may go.
 */
export const managerExports = defineRule({
  id: 'R-STO-17',
  title: 'The manager exports to every node',
  law: 'Where the manager holds user storage it exports it to every node, which mounts it from the quorum address.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Storage Options"',
  moments: ['after'],
  notApplicable: ({ core }) =>
    core.userStorage.mode === 'MANAGER_LOCAL'
      ? null
      : because('STORAGE_ON_FILE_SERVER', 'A file server exports user storage, not the manager.'),
  looks({ core }) {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    return [
      { hostId: manager.member.hostId, probe: nfsExports() },
      { hostId: manager.member.hostId, probe: ownRpcPrograms() },
      ...nodesOf(core).map(({ member }) => ({ hostId: member.hostId, probe: mounts() })),
    ];
  },
  check(context, report) {
    const { core } = context.spec;
    const manager = managerOf(core);
    const quorum = core.quorumAddress;
    if (manager === undefined || quorum === null) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const exported = report.read(hostSubject(hostId), hostId, nfsExports());
    for (const node of nodesOf(core)) {
      judgeExport(context, report, node, { manager, quorum, exported });
      judgeMount(context, report, node, { manager, quorum, exported });
    }
  },
});
