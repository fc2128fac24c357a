import { nodesOf } from '../../domain/members.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { repairCluster } from '../remedy.js';
import { userStorageTarget as target } from '../storage/user-storage-target.js';
import { hostSubject } from '../subject.js';

/**
 * Nodes read user data by NFS. On every node exactly /chroot is an NFS mount; a node holds no copy of its own.
 * Without the mount a node would write into its own disk, and the site would differ from visit to visit.
 */
export const userDataByNfs = defineRule({
  id: 'R-NODE-2',
  title: 'Nodes read user data by NFS',
  law: 'On every node exactly /chroot is an NFS mount; a node holds no copy of its own.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "The Nodes"',
  moments: ['after'],
  looks: ({ core }) => nodesOf(core).map(({ member }) => ({ hostId: member.hostId, probe: mounts() })),
  check({ spec, facts, clusterId }, report) {
    for (const { member, field } of nodesOf(spec.core)) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, mounts());
      if (seen === undefined) continue;
      const fileSystem = mountedAt(seen.value, target)?.fileSystem ?? 'nothing';
      if (fileSystem === 'nfs' || fileSystem === 'nfs4') {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      report.violated({
        subject,
        code: 'NOT_NFS',
        message: `On node ${host} ${fileSystem} is mounted at ${target}; it must be NFS.`,
        parameters: { host, fileSystem },
        field,
        evidence: [seen.evidence],
        remedies: [repairCluster(clusterId)],
      });
    }
  },
});
