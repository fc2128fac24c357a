import { nodesOf, type PlacedMember } from '../../domain/members.js';
import { addresses } from '../../probes/network/addresses.js';
import { linkSpeeds } from '../../probes/network/link-speeds.js';
import { linkTree } from '../../probes/network/link-tree.js';
import { busyDisk, diskActivity } from '../../probes/storage/disk-activity.js';
import { mounts } from '../../probes/storage/mounts.js';
import { nfsLatency } from '../../probes/storage/nfs-latency.js';
import { defineRule } from '../define-rule.js';
import { because, type Reason } from '../reason.js';
import { linksInUse } from '../network/links-in-use.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { exporterOf, type Exporter } from '../storage/exporter.js';
import { hostSubject } from '../subject.js';
import { limitsOfLoad } from '../resources/limits-of-load.js';

const unusedLinks = because(
  'NO_LINK_IN_USE',
  'none of its links holds an address that the cluster declares, which is the matter of R-NET-6',
);

/** What ends it: to look once more would find the same. */
const addressFirst = declareInstead('Do first what R-NET-6 says of the host');

function judgeNode({ facts }: RuleContext, report: Report, { member, field }: PlacedMember): void {
  const { hostId } = member;
  const subject = hostSubject(hostId);
  const links = report.read(subject, hostId, linkSpeeds());
  const held = report.read(subject, hostId, addresses());
  const tree = report.read(subject, hostId, linkTree());
  const share = report.read(subject, hostId, nfsLatency());
  if (links === undefined || held === undefined || tree === undefined || share === undefined) return;
  const host = facts.hostName(hostId);
  const inUse = linksInUse(member, held.value, tree.value);
  const slow = links.value.filter(
    ({ name, megabits }) => inUse.has(name) && megabits !== null && megabits < limitsOfLoad.linkMegabits,
  );
  const seen = slow.map(({ name, megabits }) => `${name} (${megabits} Mbit/s)`).join(', ');
  if (slow.length > 0) {
    report.violated({
      subject,
      code: 'SLOW_LINK',
      message: `Node ${host} has slow links: ${seen}; all that it serves comes over the network twice.`,
      parameters: { host, links: seen },
      field,
      evidence: [links.evidence, held.evidence],
      remedies: [declareInstead(`Give ${host} links of ${limitsOfLoad.linkMegabits} Mbit/s, or a smaller weight`)],
    });
  }
  const averageMs = share.value?.averageMs ?? null;
  const isSlow =
    averageMs !== null &&
    averageMs > limitsOfLoad.shareMs &&
    (share.value?.operations ?? 0) >= limitsOfLoad.shareOperations;
  if (isSlow) {
    report.violated({
      subject,
      code: 'SLOW_SHARE',
      message: `On node ${host} user storage takes ${averageMs} ms for an operation on average; up to ${limitsOfLoad.shareMs} ms are good.`,
      parameters: { host, milliseconds: String(averageMs) },
      field,
      evidence: [share.evidence],
      remedies: [declareInstead('Add a node where the network is busy, or put user storage on faster disks')],
    });
  }
  if (inUse.size === 0) report.unknown(subject, hostId, unusedLinks, addressFirst);
  else if (slow.length === 0 && !isSlow) report.met(subject, [links.evidence, held.evidence, share.evidence]);
}

/** ZFS, btrfs and what lies on a network have no disk of their own number. */
function uncounted(path: string): Reason {
  return because('DISK_NOT_COUNTED', `its kernel counts no disk for the file system of ${path}`, { path });
}

const seeElsewhere = 'See how busy the disks are with the tools of the file system, such as zpool iostat';

function judgeDisks({ facts }: RuleContext, report: Report, { hostId, field, path }: Exporter): void {
  const subject = hostSubject(hostId);
  const mounted = report.read(subject, hostId, mounts());
  const disks = report.read(subject, hostId, diskActivity());
  if (mounted === undefined || disks === undefined) return;
  const disk = busyDisk(disks.value, mounted.value, path);
  // Nobody can look at it then, so that it is in nobody's way: the rule only informs.
  if (disk === undefined) return report.unknown(subject, hostId, uncounted(path), declareInstead(seeElsewhere));
  if (disk.busy <= limitsOfLoad.diskBusy) return report.met(subject, [disks.evidence]);
  const host = facts.hostName(hostId);
  const percent = Math.round(disk.busy * 100);
  report.violated({
    subject,
    code: 'BUSY_DISKS',
    message: `On ${host} disk ${disk.name} with the user storage was busy for ${percent} % of the time since it started.`,
    parameters: { host, disk: disk.name, percent: String(percent) },
    field,
    evidence: [disks.evidence],
    remedies: [declareInstead(`Put user storage on a RAID or faster disks, or on a file server of its own`)],
  });
}

/**
 * Nodes wait for network and storage. Speeds of the links with a node's declared addresses, the share's answers there, and how
 * busy the disks behind it are, are shown; what is slow is told.
 * What customers' programs do cannot be changed, so that another node or another weight is what helps.
 */
export const networkAndStorage = defineRule({
  id: 'R-NODE-5',
  title: 'Nodes wait for network and storage',
  law: 'Speeds of the links with the declared addresses of nodes, the answers of user storage there, and how busy the disks behind it are, are shown; what is slow is told.',
  severity: 'INFO',
  source: 'Our own: a node computes little by itself and waits for the rest',
  moments: ['after'],
  looks(spec) {
    const exporter = exporterOf(spec);
    return [
      ...nodesOf(spec.core).flatMap(({ member: { hostId } }) =>
        [linkSpeeds(), addresses(), linkTree(), nfsLatency()].map((probe) => ({ hostId, probe })),
      ),
      ...(exporter === undefined
        ? []
        : [mounts(), diskActivity()].map((probe) => ({ hostId: exporter.hostId, probe }))),
    ];
  },
  check(context, report) {
    for (const node of nodesOf(context.spec.core)) judgeNode(context, report, node);
    const exporter = exporterOf(context.spec);
    if (exporter !== undefined) judgeDisks(context, report, exporter);
  },
});
