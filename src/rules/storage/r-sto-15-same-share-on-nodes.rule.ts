import { fileServerOf } from '../../domain/file-server.js';
import { nodesOf } from '../../domain/members.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { repairCluster } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { mountFirst, noShareMounted } from './no-share-mounted.js';
import { shareOf, shareText } from './share-of.js';
import { userStorageTarget } from './user-storage-target.js';
import { because } from '../reason.js';

/**
 * The same share on every node. Where a file server holds user storage every node mounts that share at /chroot, as the manager
 * does, and nothing that the manager exports.
 * A node that goes through the manager stands still with it, and takes its locks from another server than the rest.
 */
export const sameShareOnNodes = defineRule({
  id: 'R-STO-15',
  title: 'The same share on every node',
  law: 'Where a file server holds user storage every node mounts its share at /chroot, as the manager does.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['after'],
  notApplicable: ({ core }) =>
    core.userStorage.mode === 'EXTERNAL'
      ? null
      : because('STORAGE_ON_MANAGER', 'The manager exports user storage, not a file server.'),
  looks: ({ core }) => nodesOf(core).map(({ member }) => ({ hostId: member.hostId, probe: mounts() })),
  check({ spec, facts, clusterId }, report) {
    const server = fileServerOf(spec);
    for (const { member, field } of nodesOf(spec.core)) {
      const subject = hostSubject(member.hostId);
      const seen = report.read(subject, member.hostId, mounts());
      if (server === undefined || seen === undefined) continue;
      const share = shareOf(mountedAt(seen.value, userStorageTarget));
      if (share === undefined) {
        report.unknown(subject, member.hostId, noShareMounted({ member, field }), mountFirst);
        continue;
      }
      const expected = shareText({ address: server.address, path: server.exportPath });
      const found = shareText(share);
      if (found === expected) {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      report.violated({
        subject,
        code: 'OTHER_SHARE',
        message: `Node ${host} has ${found} mounted at ${userStorageTarget}; it must be ${expected}, as on the manager.`,
        parameters: { host, found, expected },
        field,
        evidence: [seen.evidence],
        remedies: [repairCluster(clusterId)],
      });
    }
  },
});
