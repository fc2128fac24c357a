import { nodesOf } from '../../domain/members.js';
import { diskSpace } from '../../probes/storage/disk-space.js';
import { load } from '../../probes/system/load.js';
import { processors } from '../../probes/system/processors.js';
import { defineRule } from '../define-rule.js';
import { isFull, percentTaken } from '../host/full-disk.js';
import { because, type Reason } from '../reason.js';
import { declareInstead, runByHand } from '../remedy.js';
import { hostSubject } from '../subject.js';

/** Of what others than root may use, in per cent. */
const nearlyFull = 90;

function leftToAnother(host: string): Reason {
  return because('DISK_FULL', `A disk of ${host} is full, of which R-HOST-4 tells.`, { host });
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
      [diskSpace(), load(), processors()].map((probe) => ({ hostId, probe })),
    ),
  check({ spec, facts, draft }, report) {
    for (const { member, field } of nodesOf(spec.core)) {
      const { hostId } = member;
      const subject = hostSubject(hostId);
      const disks = report.read(subject, hostId, diskSpace());
      const busy = report.read(subject, hostId, load());
      const has = report.read(subject, hostId, processors());
      if (disks === undefined || busy === undefined || has === undefined) continue;
      const host = facts.hostName(hostId);
      // Of a draft R-HOST-4 says nothing yet.
      const isLeft = !draft && disks.value.some(isFull);
      const full = disks.value.filter((space) => percentTaken(space) >= nearlyFull && (draft || !isFull(space)));
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
          remedies: [runByHand(hostId, `See what takes the room on ${host}`, 'du -x -d 2 -h / | sort -h | tail -n 20')],
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
      if (isLeft) report.notApplicable(leftToAnother(host));
      else if (full.length === 0 && !isBusy) report.met(subject, [disks.evidence, busy.evidence, has.evidence]);
    }
  },
});
