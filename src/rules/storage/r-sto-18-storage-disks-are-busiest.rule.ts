import { mountHolding, mounts } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { exporterOf, exporterReason } from './exporter.js';

/** Of Linux: an array of its own software RAID. */
const softwareRaid = /^\/dev\/md/;

/**
 * Storage disks are the busiest. User storage should lie on a RAID.
 * Every page, message and upload of all accounts is on these disks. What a controller or an appliance mirrors cannot be seen from
 * the host, so that this is never more than a suggestion.
 */
export const storageDisksAreBusiest = defineRule({
  id: 'R-STO-18',
  title: 'Storage disks are the busiest',
  law: 'User storage should lie on a RAID; what a controller mirrors cannot be seen, so that this is a suggestion.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['before', 'after'],
  looks(spec) {
    const exporter = exporterOf(spec);
    return exporter === undefined ? [] : [{ hostId: exporter.hostId, probe: mounts() }];
  },
  check({ spec, facts, moment }, report) {
    const exporter = exporterOf(spec);
    if (exporter?.moment !== moment) return report.notApplicable(exporterReason(exporter));
    const { hostId, field, path } = exporter;
    const subject = hostSubject(hostId);
    const seen = report.read(subject, hostId, mounts());
    if (seen === undefined) return;
    const source = mountHolding(seen.value, path)?.source ?? 'nothing that is mounted';
    if (softwareRaid.test(source)) return report.met(subject, [seen.evidence]);
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'NO_RAID_SEEN',
      message: `User storage at ${path} on ${host} lies on ${source}, of which no RAID can be seen; its disks are the busiest of the cluster.`,
      parameters: { host, path, source },
      field,
      evidence: [seen.evidence],
      remedies: [declareInstead('Put user storage on a RAID, on a file server of its own where many customers write')],
    });
  },
});
