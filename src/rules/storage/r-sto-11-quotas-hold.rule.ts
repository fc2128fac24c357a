import { membersWithRole } from '../../domain/members.js';
import { groupQuotas } from '../../probes/storage/group-quotas.js';
import { limitedWrite } from '../../proofs/storage/quota-refused.proof.js';
import { defineRule } from '../define-rule.js';
import { proveCluster, repairCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { Evidence, RuleContext } from '../rule.js';
import { accountSubject, hostSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { exporterOf, type Exporter } from './exporter.js';
import { onFileServer } from './on-file-server.js';
import { because } from '../reason.js';

const kib = 1024;

/** What became of writes beyond a limit, as far as they were tried since the limits were looked at. */
function judgeWrites(
  { spec, facts, clusterId }: RuleContext,
  report: Report,
  { hostId, path }: Exporter,
  look: Evidence | undefined,
): void {
  const subject = hostSubject(hostId);
  const host = facts.hostName(hostId);
  for (const { member } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
    const tried = triedSince(facts, member.hostId, limitedWrite(), look);
    if (tried === undefined) continue;
    if (tried.value.is === 'refused') {
      report.met(subject, [tried.evidence]);
      continue;
    }
    const writer = facts.hostName(member.hostId);
    report.violated({
      subject,
      code: 'WRITE_NOT_REFUSED',
      message: `${host} let ${writer} write to ${path} beyond a limit that was set for the trial; it must refuse that.`,
      parameters: { host, writer, path },
      evidence: [tried.evidence],
      // No step switches quotas on: that can mean unmounting a disk.
      remedies: [
        onFileServer(
          spec,
          hostId,
          `Have the file system of ${path} on ${host} enforce group quotas, now and at every boot`,
          `quotaon -vg "$(findmnt -no TARGET -T ${path})"`,
        ),
        proveCluster(clusterId, 'QUOTA_REFUSED'),
      ],
    });
  }
}

/**
 * Quotas hold. The host that holds user storage lists the group of every account that has a quota, with its limit.
 * A limit of a group that is not known there is dropped without a word, and nothing is ever refused.
 */
export const quotasHold = defineRule({
  id: 'R-STO-11',
  title: 'Quotas hold',
  law: 'The host that holds user storage lists the group of every account that has a quota, with its limit.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['after'],
  notApplicable: ({ accounts }) =>
    accounts.some(({ quotaBytes }) => quotaBytes !== null)
      ? null
      : because('NO_ACCOUNT_QUOTA', 'No account has a quota.'),
  looks(spec) {
    const exporter = exporterOf(spec);
    return exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: groupQuotas(exporter.path) }];
  },
  check(context, report) {
    const { spec, facts, clusterId } = context;
    const exporter = exporterOf(spec);
    if (exporter === undefined) {
      return report.notApplicable(
        because('EXPORTER_UNPLACED', 'The value does not say yet who exports user storage at which address.'),
      );
    }
    const { hostId, path } = exporter;
    const limits = report.read(hostSubject(hostId), hostId, groupQuotas(path));
    // Nobody lists the limits of an appliance: that a write was not refused counts all the more.
    if (limits !== undefined || spec.appliances.includes(hostId)) {
      judgeWrites(context, report, exporter, limits?.evidence);
    }
    if (limits === undefined) return;
    const host = facts.hostName(hostId);
    for (const { accountId, name, gid, quotaBytes } of spec.accounts) {
      if (quotaBytes === null) continue;
      const subject = accountSubject(accountId);
      const hard = limits.value.get(gid)?.hardKib;
      if (hard === quotaBytes / kib) {
        report.met(subject, [limits.evidence]);
        continue;
      }
      const found = hard === undefined || hard === 0 ? 'no limit' : `a limit of ${hard} KiB`;
      report.violated({
        subject,
        code: 'QUOTA_NOT_ENFORCED',
        message: `Account ${name} (GID ${gid}) has ${found} at ${path} on ${host}; it must be ${quotaBytes / kib} KiB.`,
        parameters: { account: name, gid: String(gid), host, found, wanted: String(quotaBytes / kib) },
        evidence: [limits.evidence],
        remedies: [repairCluster(clusterId)],
      });
    }
  },
});
