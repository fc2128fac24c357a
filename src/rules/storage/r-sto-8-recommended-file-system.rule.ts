import { quotaSupport } from '../../probes/storage/quota-support.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';

const recommended: readonly string[] = ['ext3', 'ext4'];

/** A recommended file system. User storage should lie on ext3 or ext4, whose quotas and locks over NFS are the most tried. */
export const recommendedFileSystem = defineRule({
  id: 'R-STO-8',
  title: 'A recommended file system',
  law: 'User storage should lie on ext3 or ext4.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  looks(spec) {
    const exporter = exporterOf(spec);
    return exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: quotaSupport(exporter.path) }];
  },
  check({ spec, facts, moment }, report) {
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    const { hostId, field, path } = exporter;
    const subject = hostSubject(hostId);
    const support = report.read(subject, hostId, quotaSupport(path));
    if (support === undefined) return;
    const { fileSystem, target } = support.value;
    if (recommended.includes(fileSystem)) return report.met(subject, [support.evidence]);
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'OTHER_FILE_SYSTEM',
      message: `User storage at ${path} on ${host} lies on ${fileSystem} (at ${target}); ${recommended.join(' or ')} is recommended.`,
      parameters: { host, path, fileSystem, target, recommended: recommended.join(', ') },
      field,
      evidence: [support.evidence],
      remedies: [
        declareInstead(
          `Prove that quotas and locks hold on ${fileSystem} before customers come, or put ${path} on ext4 while it is empty`,
        ),
      ],
    });
  },
});
