import { fileServerOf, type FileServer } from '../../domain/file-server.js';
import { addressesFacing, managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { addressNames } from '../../probes/network/address-names.js';
import { nfsExports, type Export } from '../../probes/storage/nfs-exports.js';
import { ownRpcPrograms } from '../../probes/storage/rpc-programs.js';
import { sourceOf } from '../../proofs/storage/shared-storage.js';
import { trialMount } from '../../proofs/storage/trial-mount.proof.js';
import { defineRule } from '../define-rule.js';
import { proveCluster, repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { Remedy, RuleContext } from '../rule.js';
import { hostSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { exporterOf, exporterReason } from './exporter.js';
import { judgeAppliance } from './judge-appliance.js';
import { judgeAdmission, type Admission } from './judge-admission.js';
import { refusalInWords } from './refusal-in-words.js';
import { asNfsIsStopped, startNfsServer, stoppedNfsServer } from './stopped-nfs-server.js';
import { clearExports } from './clear-exports.js';
import { because } from '../reason.js';

const exportOptions = 'rw,sync,no_root_squash,no_subtree_check';

/** Whoever mounts the share, the manager first. */
function clientsOf({ core }: RuleContext['spec']): readonly PlacedMember[] {
  const manager = managerOf(core);
  return [...(manager === undefined ? [] : [manager]), ...nodesOf(core)];
}

/** What a person adds on a file server that nobody else changes. A later line of `/etc/exports` adds to an earlier one. */
function admitByHand({ exportPath, member }: FileServer, host: string, addresses: readonly string[]): Remedy {
  const clients = addresses.map((address) => `${address}(${exportOptions})`).join(' ');
  const command = `echo '${exportPath} ${clients}' >>/etc/exports && exportfs -ra`;
  return runByHand(member.hostId, `Export ${exportPath} to ${host}`, command);
}

/**
 * Whether a mount that was written counts for more than what exports say: they may not say it, or have been mended since. It is written as
 * root, and so shows nothing of what becomes of all others.
 */
function isShownByMount(admission: Admission): boolean {
  if (admission.is === 'crippled') return !admission.missing.includes('no_all_squash');
  return admission.is !== 'refused';
}

function judgeClient(
  { spec, facts, clusterId }: RuleContext,
  report: Report,
  server: FileServer,
  client: PlacedMember,
  exported: Fact<readonly Export[]> | undefined,
): void {
  const { hostId } = client.member;
  const subject = hostSubject(hostId);
  const host = facts.hostName(hostId);
  const files = facts.hostName(server.member.hostId);
  const { exportPath } = server;
  const own = addressesFacing(spec.core, client.member, server.address);
  const names = facts.read(server.member.hostId, addressNames(own));
  if (exported === undefined) return;
  const admission = judgeAdmission(exported.value, exportPath, host, own, names.known ? names.value : undefined);
  const tried = triedSince(facts, hostId, trialMount(sourceOf(server.address, exportPath)), exported.evidence);
  const refusal = tried && refusalInWords(tried.value);
  if (tried !== undefined && refusal === undefined && isShownByMount(admission)) {
    return report.met(subject, [tried.evidence]);
  }
  if (admission.is === 'admitted' && refusal === undefined) return report.met(subject, [exported.evidence]);
  const remedy = server.isObserved ? admitByHand(server, host, own) : repairCluster(clusterId);
  if (admission.is === 'admitted' && tried !== undefined && refusal !== undefined) {
    const { is: outcome, said } = tried.value;
    const isDenied = outcome === 'denied';
    const given = { files, host, path: exportPath, said };
    const usable = runByHand(
      server.member.hostId,
      `Let ${host} write ${exportPath} with root's rights, which /etc/exports, its file system or the options of its mount take away, then apply it`,
      'exportfs -ra',
    );
    return report.violated({
      subject,
      code: isDenied ? 'MOUNT_DENIED' : 'MOUNT_UNUSABLE',
      message: isDenied
        ? `File server ${files} exports ${exportPath} to ${host}, and denies the mount all the same: ${said}`
        : `File server ${files} exports ${exportPath} to ${host}, and ${refusal}.`,
      parameters: isDenied ? given : { ...given, outcome },
      field: client.field,
      evidence: [tried.evidence, exported.evidence],
      remedies: [isDenied || !server.isObserved ? remedy : usable, proveCluster(clusterId, 'TRIAL_MOUNT')],
    });
  }
  if (admission.is === 'undecided') {
    const { openIs } = admission;
    const reason = names.known ? openIs : because(openIs.code, `${openIs.text}: ${names.reason}`, openIs.parameters);
    const exporter = { hostId: server.member.hostId, name: files, path: exportPath };
    const clearing = server.isObserved ? undefined : clearExports(openIs, exporter, clusterId, tried !== undefined);
    return report.unknown(subject, server.member.hostId, reason, names.known ? (clearing ?? remedy) : undefined);
  }
  const violation = { subject, field: client.field, remedies: [remedy] };
  if (admission.is === 'crippled') {
    const missing = admission.missing.join(' and ');
    report.violated({
      ...violation,
      code: 'EXPORT_OPTIONS',
      message: `File server ${files} exports ${exportPath} to ${host} without ${missing}.`,
      parameters: { files, host, path: exportPath, missing: admission.missing.join(', ') },
      evidence: [exported.evidence],
      remedies: server.isObserved
        ? [runByHand(server.member.hostId, `Give ${host} ${missing} in /etc/exports, then apply it`, 'exportfs -ra')]
        : [remedy],
    });
    return;
  }
  const addresses = own.join(', ');
  const stopped = stoppedNfsServer(facts, server.member.hostId);
  if (stopped !== undefined) {
    const starting = startNfsServer(server.member.hostId, files);
    return report.violated({
      ...violation,
      code: 'NOT_EXPORTED',
      message: `File server ${files} exports ${exportPath} to nobody, ${host} (${addresses}) included, ${asNfsIsStopped}.`,
      parameters: { files, host, path: exportPath, addresses },
      evidence: [exported.evidence, stopped],
      remedies: server.isObserved ? [starting] : [remedy, starting],
    });
  }
  report.violated({
    ...violation,
    code: 'NOT_EXPORTED',
    message: `File server ${files} does not export ${exportPath} to ${host} (${addresses}).`,
    parameters: { files, host, path: exportPath, addresses },
    evidence: [exported.evidence],
  });
}

/**
 * The file server admits all. A file server that holds user storage exports it to the manager and to every node, writable and
 * with root's rights.
 * A node that is left out cannot mount it and has no sites, which shows only when the setup is under way.
 */
export const fileServerAdmitsAll = defineRule({
  id: 'R-STO-16',
  title: 'The file server admits all',
  law: "A file server that holds user storage exports it to the manager and to every node, writable and with root's rights.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  notApplicable: ({ core }) =>
    core.userStorage.mode === 'EXTERNAL'
      ? null
      : because('STORAGE_ON_MANAGER', 'The manager exports user storage, not a file server.'),
  looks(spec) {
    const server = fileServerOf(spec);
    if (server === undefined) return [];
    const { hostId } = server.member;
    const names = clientsOf(spec).map(({ member }) => addressNames(addressesFacing(spec.core, member, server.address)));
    return [nfsExports(), ownRpcPrograms(), ...names].map((probe) => ({ hostId, probe }));
  },
  check(context, report) {
    const { spec, moment } = context;
    const exporter = exporterOf(spec);
    const server = fileServerOf(spec);
    if (server === undefined || exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    if (spec.appliances.includes(server.member.hostId)) {
      for (const client of clientsOf(spec)) judgeAppliance(context, report, server, client);
      return;
    }
    const exported = report.read(hostSubject(server.member.hostId), server.member.hostId, nfsExports());
    for (const client of clientsOf(spec)) judgeClient(context, report, server, client, exported);
  },
});
