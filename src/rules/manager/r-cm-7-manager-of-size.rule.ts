import type { ClusterSpec } from '../../domain/account-spec.js';
import { dutiesInWords, managerDutiesOf } from '../../domain/manager-duties.js';
import { managerOf } from '../../domain/members.js';
import { diskSpace, totalOf } from '../../probes/storage/disk-space.js';
import { memory } from '../../probes/system/memory.js';
import { processors } from '../../probes/system/processors.js';
import { defineRule } from '../define-rule.js';
import { noSingleManager } from '../no-single-manager.js';
import { declareInstead } from '../remedy.js';
import { inGigabytes, reaches } from '../resources/measure.js';
import { hostSubject } from '../subject.js';
import { because, type Reason } from '../reason.js';

/** The least memory of a server (R-RES-2) for each of the three duties, and what R-RES-1 and R-RES-3 call good. */
const recommended = { processors: 2, memoryGigabytes: 3, diskGigabytes: 20 } as const;

/** With one of the duties elsewhere it is a server like others, which R-RES-1 to 3 judge. */
function movedAway(spec: ClusterSpec): Reason | null {
  const { traffic, userStorage, database } = managerDutiesOf(spec);
  return traffic.length > 0 && userStorage && database
    ? null
    : because('DUTIES_ELSEWHERE', 'The manager has not all of its default duties: serving, user storage and MySQL.');
}

/**
 * A manager of size. A manager that serves, holds user storage and runs MySQL is sized for all three.
 * One that merely balances may be small.
 */
export const managerOfSize = defineRule({
  id: 'R-CM-7',
  title: 'A manager of size',
  law: `A manager that serves, holds user storage and runs MySQL has about ${recommended.processors} processors, ${recommended.memoryGigabytes} GB of memory and ${recommended.diskGigabytes} GB of disk.`,
  severity: 'WARNING',
  source: 'Cluster installation requirements, "Typical Responsibilities of a Cluster Manager"',
  moments: ['before'],
  notApplicable: movedAway,
  looks({ core }) {
    const manager = managerOf(core);
    if (manager === undefined) return [];
    const { hostId } = manager.member;
    return [processors(), memory(), diskSpace()].map((probe) => ({ hostId, probe }));
  },
  check({ spec, facts }, report) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const { hostId } = manager.member;
    const subject = hostSubject(hostId);
    const cores = report.read(subject, hostId, processors());
    const ram = report.read(subject, hostId, memory());
    const disk = report.read(subject, hostId, diskSpace());
    if (cores === undefined || ram === undefined || disk === undefined) return;
    const evidence = [cores.evidence, ram.evidence, disk.evidence];
    const { memoryGigabytes, diskGigabytes } = recommended;
    const diskBytes = totalOf(disk.value);
    const lacking = [
      ...(cores.value.count < recommended.processors
        ? [`${cores.value.count} processor (${recommended.processors} are good)`]
        : []),
      ...(reaches(ram.value.totalBytes, memoryGigabytes)
        ? []
        : [`${inGigabytes(ram.value.totalBytes)} of memory (${memoryGigabytes} GB are good)`]),
      ...(reaches(diskBytes, diskGigabytes)
        ? []
        : [`${inGigabytes(diskBytes)} of disk (${diskGigabytes} GB are good)`]),
    ].join(', ');
    if (lacking === '') return report.met(subject, evidence);
    const host = facts.hostName(hostId);
    const duties = dutiesInWords(managerDutiesOf(spec)).join('; ');
    report.violated({
      subject,
      code: 'SMALL_FOR_ITS_DUTIES',
      message: `Manager ${host} has ${lacking}, and does all of: ${duties}.`,
      parameters: { host, lacking, duties },
      field: manager.field,
      evidence,
      remedies: [declareInstead(`Move a duty to another host, as the cluster's advice says, or make ${host} larger`)],
    });
  },
});
