import type { ClusterSpec } from '../../domain/account-spec.js';
import { membersWithRole, type PlacedMember } from '../../domain/members.js';
import { addresses } from '../../probes/network/addresses.js';
import { linkTree, type TreeLink } from '../../probes/network/link-tree.js';
import type { Probe } from '../../probes/probe.js';
import type { Report } from '../report.js';
import type { Evidence, Subject } from '../rule.js';
import { hostSubject } from '../subject.js';
import { linksOnSide } from './sides-of.js';

/** A server whose links are known. */
export interface ServerLinks {
  readonly placed: PlacedMember;
  readonly subject: Subject;
  readonly tree: readonly TreeLink[];
  /** Names of the links that hold its own declared addresses in networks of each kind. */
  readonly publicSide: readonly string[];
  readonly privateSide: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** What has to be looked at to know the links of manager and nodes. */
export function looksAtLinks({
  core,
}: ClusterSpec): readonly { readonly hostId: string; readonly probe: Probe<unknown> }[] {
  return membersWithRole(core, 'MANAGER', 'NODE').flatMap(({ member: { hostId } }) => [
    { hostId, probe: linkTree() },
    { hostId, probe: addresses() },
  ]);
}

/** The links of manager and nodes; what is not known of one is reported. */
export function linksOfServers({ core }: ClusterSpec, report: Report): readonly ServerLinks[] {
  return membersWithRole(core, 'MANAGER', 'NODE').flatMap((placed): readonly ServerLinks[] => {
    const { hostId } = placed.member;
    const subject = hostSubject(hostId);
    const tree = report.read(subject, hostId, linkTree());
    const links = report.read(subject, hostId, addresses());
    if (tree === undefined || links === undefined) return [];
    return [
      {
        ...{ placed, subject, tree: tree.value, evidence: [tree.evidence, links.evidence] },
        publicSide: linksOnSide(core, placed.member, links.value, 'PUBLIC'),
        privateSide: linksOnSide(core, placed.member, links.value, 'PRIVATE'),
      },
    ];
  });
}
