import { nodesOf } from '../../domain/members.js';
import { diskSpace } from '../../probes/storage/disk-space.js';
import { mounts } from '../../probes/storage/mounts.js';
import { load } from '../../probes/system/load.js';
import { processors } from '../../probes/system/processors.js';
import { defineRule } from '../define-rule.js';
import { isFull, percentTaken } from '../host/full-disk.js';
import { writtenDisks } from '../host/written-disks.js';
import { listed } from '../listed.js';
import { because, type Reason } from '../reason.js';
import { declareInstead, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';

/** Of what others than root may use, in per cent. */
const nearlyFull = 90;

function leftToAnother(hosts: readonly string[]): Reason {
  const nodes = listed(hosts);
  return because('DISK_FULL', `Of full disks R-HOST-4 tells: there are some on ${nodes}.`, { nodes });
}

/**
 * Room and load of a node. The disks of a node are not nearly full, and no more programs wait than it has processors.
 * A node keeps little by itself; its processors follow what customers' sites compute. Of a full disk R-HOST-4 tells.
 */
export const roomAndLoad = defineRule({
  id: 'R-NODE-3',
  title: 'Room and load of a node',
  law: 'The disks of a node are not nearly full, and on average no more programs run or wait than it has processors.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "The Nodes"',
  moments: ['before'],
  looks: ({ core }) =>
    nodesOf(core).flatMap(({ member: { hostId } }) =>
      [diskSpace(), mounts(), load(), processors()].map((probe) => ({ hostId, probe })),
    ),
  check({ spec, facts }, report) {
    const left: string[] = [];
    let isSaid = false;
    for (const { member, field } of nodesOf(spec.core)) {
      const { hostId } = member;
      const subject = hostSubject(hostId);
      const disks = report.read(subject, hostId, diskSpace());
      const busy = report.read(subject, hostId, load());
      const has = report.read(subject, hostId, processors());
      if (disks === undefined || busy === undefined || has === undefined) {
        isSaid = true;
        continue;
      }
      const host = facts.hostName(hostId);
      const written = writtenDisks(facts, hostId, disks.value);
      const full = written.filter((space) => percentTaken(space) >= nearlyFull && !isFull(space));
      for (const space of full) {
        const { target } = space;
        const percent = percentTaken(space);
        report.violated({
          subject,
          code: 'DISK_NEARLY_FULL',
          message: `The disk of node ${host} at ${target} is ${percent} % full; below ${nearlyFull} % are good.`,
          parameters: { host, target, percent: String(percent) },
          field,
          evidence: [disks.evidence],
          remedies: [runByHand(hostId, `See what takes the room on ${host}`, 'du -xahd2 / | sort -h | tail -n 20')],
        });
      }
      const isBusy = busy.value.minutes15 > has.value.count;
      if (isBusy) {
        report.violated({
          subject,
          code: 'BUSY',
          message: `On node ${host} ${busy.value.minutes15} programs ran or waited over the last 15 minutes; it has ${has.value.count} processors.`,
          parameters: { host, load: String(busy.value.minutes15), processors: String(has.value.count) },
          field,
          evidence: [busy.evidence, has.evidence],
          remedies: [declareInstead(`Give ${host} a smaller weight, or the cluster another node`)],
        });
      }
      if (full.length > 0 || isBusy) isSaid = true;
      else if (written.some(isFull)) left.push(host);
      else {
        isSaid = true;
        report.met(subject, [disks.evidence, busy.evidence, has.evidence]);
      }
    }
    if (!isSaid && left.length > 0) report.notApplicable(leftToAnother(left));
  },
});
