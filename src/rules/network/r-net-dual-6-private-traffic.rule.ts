import { asCidr } from '../../domain/ip-network.js';
import { logSharesOf } from '../../domain/log-shares.js';
import { managerOf, membersWithRole } from '../../domain/members.js';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { nodeLogDirectory } from '../../probes/logs/log-paths.js';
import { routeTo } from '../../probes/network/route-to.js';
import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { defineRule } from '../define-rule.js';
import { declareInstead, runByHand } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { shareOf } from '../storage/share-of.js';
import { userStorageTarget } from '../storage/user-storage-target.js';
import { hostSubject } from '../subject.js';
import { isPrivate } from './is-private.js';
import { onlyUnder } from './only-under.js';
import { destinationsOf, type Destination } from './private-destinations.js';
import { because } from '../reason.js';

interface Carrier {
  readonly target: string;
  readonly what: string;
}

/** The mounts of a host that carry traffic between servers, and what goes over each: the manager mounts the logs of nodes too. */
function carriersOf(spec: ClusterSpec): (hostId: string) => readonly Carrier[] {
  const users = [{ target: userStorageTarget, what: 'user storage' }];
  const managerId = managerOf(spec.core)?.member.hostId;
  const logs = logSharesOf(spec).map(({ node: { member } }) => member.hostId);
  const ofManager = [
    ...users,
    ...logs.map((hostId) => ({ target: nodeLogDirectory(hostId), what: 'the logs of a node' })),
  ];
  return (hostId) => (hostId === managerId ? ofManager : users);
}

function judgeMounts(
  { spec, facts }: RuleContext,
  report: Report,
  { hostId, field }: { readonly hostId: string; readonly field: readonly string[] },
  carriers: readonly Carrier[],
): boolean {
  const subject = hostSubject(hostId);
  const mounted = report.read(subject, hostId, mounts());
  if (mounted === undefined) return false;
  let isGood = true;
  for (const { target, what } of carriers) {
    // What is not mounted at all is told by the rules about mounts.
    const share = shareOf(mountedAt(mounted.value, target));
    if (share === undefined || asCidr(share.address) === undefined || isPrivate(spec.core, share.address)) continue;
    isGood = false;
    const host = facts.hostName(hostId);
    report.violated({
      subject,
      code: 'NFS_ON_PUBLIC_SIDE',
      message: `${host} mounts ${what} at ${target} from ${share.address}, which is in no private network of the cluster.`,
      parameters: { host, target, server: share.address },
      field,
      evidence: [mounted.evidence],
      remedies: [declareInstead('Declare a private quorum address, and the file server by its private address')],
    });
  }
  return isGood;
}

function judgeRoute(
  { spec, facts }: RuleContext,
  report: Report,
  { hostId, field }: { readonly hostId: string; readonly field: readonly string[] },
  { address, what, code, server }: Destination,
): boolean {
  const subject = hostSubject(hostId);
  const route = report.read(subject, hostId, routeTo(address));
  if (route === undefined) return false;
  // Without a way there is no traffic either; that servers are reached is told by the rules about them.
  if (route.value === null || route.value.local) return true;
  const { source, link } = route.value;
  if (source === null) {
    report.unknown(
      subject,
      hostId,
      because('NO_ROUTE_SEEN', `from which address it would connect to ${what}`, { to: server }),
    );
    return false;
  }
  if (isPrivate(spec.core, source)) return true;
  const host = facts.hostName(hostId);
  report.violated({
    subject,
    code,
    message: `${host} connects to ${what} at ${address} over ${link} from ${source}, which is in no private network of the cluster.`,
    parameters: { host, server, address, link, source },
    field,
    evidence: [route.evidence],
    remedies: [
      isPrivate(spec.core, address)
        ? runByHand(
            hostId,
            `Take out the route by which ${host} sends to ${address} over ${link}, there and in what gives it back at a boot, or give ${host} an address in the network of ${address}`,
            `ip route get ${address}`,
          )
        : declareInstead(`Register ${server} by an address in the private network`),
    ],
  });
  return false;
}

/**
 * Traffic between servers is private. Under PUBLIC_PRIVATE user storage, logs and MySQL go over the private network.
 * Declared networks say what is meant; only the mounts and routes of the hosts say where the packets go.
 */
export const privateTraffic = defineRule({
  id: 'R-NET-DUAL-6',
  title: 'Traffic between servers is private',
  law: 'Under PUBLIC_PRIVATE user storage, logs and MySQL connections of manager and nodes really go over a private network.',
  severity: 'WARNING',
  source: 'Our own: a private network that nothing uses separates nothing',
  moments: ['after'],
  notApplicable: onlyUnder('PUBLIC_PRIVATE'),
  looks(spec) {
    const destinations = destinationsOf(spec);
    return membersWithRole(spec.core, 'MANAGER', 'NODE').flatMap(({ member: { hostId } }) => [
      { hostId, probe: mounts() },
      ...destinations(hostId).map(({ address }) => ({ hostId, probe: routeTo(address) })),
    ]);
  },
  check(context, report) {
    const { spec, facts } = context;
    const carriers = carriersOf(spec);
    const destinations = destinationsOf(spec);
    for (const { member, field } of membersWithRole(spec.core, 'MANAGER', 'NODE')) {
      const { hostId } = member;
      const good = [
        judgeMounts(context, report, { hostId, field }, carriers(hostId)),
        ...destinations(hostId).map((one) => judgeRoute(context, report, { hostId, field }, one)),
      ];
      if (good.every(Boolean)) {
        const known = facts.read(hostId, mounts());
        report.met(hostSubject(hostId), known.known ? [known.evidence] : []);
      }
    }
  },
});
