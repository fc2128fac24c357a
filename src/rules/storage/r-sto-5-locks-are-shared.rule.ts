import type { ClusterSpec } from '../../domain/account-spec.js';
import { membersWithRole, type PlacedMember } from '../../domain/members.js';
import { mountedAt, mounts, optionOf, type Mount } from '../../probes/storage/mounts.js';
import { ownRpcPrograms, rpcNumbers, type RpcProgram } from '../../probes/storage/rpc-programs.js';
import { lockAttempt, type LockAttempt } from '../../proofs/storage/lock-race.proof.js';
import { defineRule } from '../define-rule.js';
import { proveCluster, repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { Observed, Remedy, RuleContext } from '../rule.js';
import { asReason } from '../reason.js';
import { hostSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { exporterOf, exporterReason, type Exporter } from './exporter.js';
import { codeWithPortMapper, forWantOfPortMapper, lacksPortMapper } from './no-port-mapper.js';
import { mountFirst, noShareMounted } from './no-share-mounted.js';
import { onFileServer } from './on-file-server.js';
import { shareOf } from './share-of.js';
import { userStorageTarget } from './user-storage-target.js';

/** Who forgot one of its services, or lost sight of it, has them again afterwards; clients claim again what they had locked. */
const restartsLocks = 'systemctl enable nfs-server && systemctl restart rpc-statd nfs-server';

const needed = [
  { program: rpcNumbers.lockManager, name: 'nlockmgr' },
  { program: rpcNumbers.lockStatus, name: 'status' },
] as const;

function judgeExporter({ facts, moment, clusterId }: RuleContext, report: Report, exporter: Exporter): void {
  const subject = hostSubject(exporter.hostId);
  const programs = report.read(subject, exporter.hostId, ownRpcPrograms());
  if (programs === undefined) return;
  const offered = new Set(programs.value.map(({ program }) => program));
  const missing = needed.filter(({ program }) => !offered.has(program)).map(({ name }) => name);
  if (missing.length === 0) return report.met(subject, [programs.evidence]);
  const host = facts.hostName(exporter.hostId);
  report.violated({
    subject,
    code: codeWithPortMapper(programs.value, 'NO_LOCKING'),
    message: `${host} exports user storage without file locking; missing RPC programs: ${missing.join(', ')}${forWantOfPortMapper(programs.value)}.`,
    parameters: { host, missing: missing.join(', ') },
    field: exporter.field,
    evidence: [programs.evidence],
    remedies: [
      moment === 'after'
        ? repairCluster(clusterId)
        : runByHand(exporter.hostId, `Switch on file locking of ${host}`, restartsLocks),
    ],
  });
}

/** How a mount keeps locks to itself; undefined when it does not. */
function localLock(mount: Mount): string | undefined {
  const options = [...mount.options, ...mount.superOptions];
  if (options.includes('nolock')) return 'nolock';
  const local = optionOf(options, 'local_lock');
  return local === undefined || local === 'none' ? undefined : `local_lock=${local}`;
}

/** Whoever mounts user storage. */
function mountingOf({ core }: ClusterSpec): readonly PlacedMember[] {
  return core.userStorage.mode === 'EXTERNAL'
    ? membersWithRole(core, 'MANAGER', 'NODE')
    : membersWithRole(core, 'NODE');
}

/** Who refuses locks on a file server that is only looked at is not repaired by us. */
function mendRefusal({ spec, facts, clusterId }: RuleContext): Remedy {
  const exporter = exporterOf(spec);
  if (exporter?.moment !== 'before') return repairCluster(clusterId);
  const title = `Have ${facts.hostName(exporter.hostId)} lock files for its clients again`;
  return onFileServer(spec, exporter.hostId, title, restartsLocks);
}

/** A lock that is not one, whatever the mount says. */
function judgeRace(
  context: RuleContext,
  report: Report,
  { member, field }: PlacedMember,
  { value: { is, said }, evidence }: Fact<LockAttempt>,
): void {
  const { facts, clusterId } = context;
  const host = facts.hostName(member.hostId);
  const won = is === 'won';
  report.violated({
    subject: hostSubject(member.hostId),
    code: won ? 'LOCK_NOT_EXCLUSIVE' : 'LOCK_REFUSED',
    message: won
      ? `${host} got a lock in ${userStorageTarget} that another host held; a lock must have one owner.`
      : `${host} gets no lock in ${userStorageTarget}: ${said}; whoever exports it must lock files for its clients.`,
    parameters: { host, said },
    field,
    evidence: [evidence],
    remedies: [won ? repairCluster(clusterId) : mendRefusal(context), proveCluster(clusterId, 'LOCK_RACE')],
  });
}

/** By version 3 a host asks for locks with the help of its own lock status service. */
function needsLockStatus(mount: Mount): boolean {
  return optionOf([...mount.options, ...mount.superOptions], 'vers') === '3';
}

function hasLockStatus(programs: readonly RpcProgram[]): boolean {
  return programs.some(({ program }) => program === rpcNumbers.lockStatus);
}

function reportNoLockStatus(
  { facts, clusterId }: RuleContext,
  report: Report,
  { member: { hostId }, field }: PlacedMember,
  programs: Fact<readonly RpcProgram[]>,
): void {
  const host = facts.hostName(hostId);
  const program = String(rpcNumbers.lockStatus);
  const lacksMapper = lacksPortMapper(programs.value);
  const why = lacksMapper ? ', as it has no port mapper (rpcbind)' : '';
  report.violated({
    subject: hostSubject(hostId),
    code: lacksMapper ? 'NO_PORT_MAPPER_FOR_LOCK_STATUS' : 'NO_LOCK_STATUS',
    message: `${host} mounts ${userStorageTarget} without a lock status service (RPC program ${program})${why}; who asks for a lock there waits for ever.`,
    parameters: { host, program },
    field,
    evidence: [programs.evidence],
    remedies: [repairCluster(clusterId)],
  });
}

interface Locking {
  readonly seen: Fact<readonly Mount[]>;
  /** What its host offers; null where locks need nothing of that. */
  readonly programs: Observed<readonly RpcProgram[]> | null;
}

/** Of a mount that keeps no locks to itself. */
function judgeLocking(context: RuleContext, report: Report, placed: PlacedMember, { seen, programs }: Locking): void {
  const { hostId } = placed.member;
  if (programs?.known === true && !hasLockStatus(programs.value)) {
    reportNoLockStatus(context, report, placed, programs);
    return;
  }
  const race = triedSince(context.facts, hostId, lockAttempt(), seen.evidence);
  if (race?.value.is === 'won' || race?.value.is === 'refused') {
    judgeRace(context, report, placed, race);
    return;
  }
  const subject = hostSubject(hostId);
  if (programs?.known === false) {
    report.unknown(subject, hostId, asReason(programs));
    return;
  }
  const besides = [race, programs].flatMap((fact) => (fact == null ? [] : [fact.evidence]));
  report.met(subject, [seen.evidence, ...besides]);
}

function judgeMounts(context: RuleContext, report: Report): void {
  const { spec, facts, clusterId } = context;
  for (const { member, field } of mountingOf(spec)) {
    const subject = hostSubject(member.hostId);
    const seen = report.read(subject, member.hostId, mounts());
    const programs = facts.read(member.hostId, ownRpcPrograms());
    if (seen === undefined) continue;
    const mount = mountedAt(seen.value, userStorageTarget);
    if (mount === undefined || shareOf(mount) === undefined) {
      report.unknown(subject, member.hostId, noShareMounted({ member, field }), mountFirst);
      continue;
    }
    const option = localLock(mount);
    if (option === undefined) {
      judgeLocking(context, report, { member, field }, { seen, programs: needsLockStatus(mount) ? programs : null });
      continue;
    }
    const host = facts.hostName(member.hostId);
    report.violated({
      subject,
      code: 'LOCKS_NOT_SHARED',
      message: `${host} mounts ${userStorageTarget} with ${option}, so that its locks are seen by nobody else.`,
      parameters: { host, option },
      field,
      evidence: [seen.evidence],
      remedies: [repairCluster(clusterId)],
    });
  }
}

/**
 * Locks are shared. Whoever exports user storage supports NFS file locking, and no host that mounts it keeps its locks to itself.
 * Without it two nodes write the same mailbox or session at once, and nobody notices until data is lost.
 */
export const locksAreShared = defineRule({
  id: 'R-STO-5',
  title: 'Locks are shared',
  law: 'Whoever exports user storage supports NFS file locking, and no host that mounts it keeps its locks to itself.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  looks(spec) {
    const exporter = exporterOf(spec);
    return [
      ...(exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: ownRpcPrograms() }]),
      ...mountingOf(spec).flatMap(({ member: { hostId } }) => [
        { hostId, probe: mounts() },
        { hostId, probe: ownRpcPrograms() },
      ]),
    ];
  },
  check(context, report) {
    const exporter = exporterOf(context.spec);
    if (exporter?.moment === context.moment) judgeExporter(context, report, exporter);
    else report.notApplicable(exporterReason(exporter));
    if (context.moment === 'after') judgeMounts(context, report);
  },
});
