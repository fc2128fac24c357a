import type { DatabaseServerSpec } from '../../domain/account-spec.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { localDatabaseOf, localDatabasePort } from '../../domain/local-database.js';
import { managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { serverGreeting, type ServerGreeting } from '../../probes/database/server-greeting.js';
import { connectSeconds } from '../../probes/network/tcp-connection.js';
import { addressesListening, tcpListeners, type TcpListener } from '../../probes/network/tcp-listeners.js';
import { accountOn, databaseLogin } from '../../proofs/database/database-login.proof.js';
import { defineRule } from '../define-rule.js';
import { proveCluster, repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { Remedy, RuleContext } from '../rule.js';
import { databaseServerSubject, hostSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { because } from '../reason.js';

const inWords: Readonly<Record<Exclude<ServerGreeting, 'admitted'>, string>> = {
  notAdmitted: 'the server knows no user from there',
  shutOut: 'the server has shut it out after too many broken connections',
  refused: 'it is refused',
  silent: `nobody answers within ${connectSeconds} s`,
  unreachable: 'there is no way to it',
};

/** Where the server answered, no filter of packets keeps the node out. */
function waysIn(outcome: ServerGreeting, manager: string, host: string, clusterId: string | null): readonly Remedy[] {
  if (outcome === 'shutOut')
    return [runByHand(manager, `Have the server hear ${host} again`, 'mysqladmin flush-hosts')];
  const users = `mysql -e 'SELECT User, Host FROM mysql.user ORDER BY User'`;
  return [
    repairCluster(clusterId),
    outcome === 'notAdmitted'
      ? runByHand(manager, `See where its users may come from: ${host} is missing there`, users)
      : runByHand(manager, `See whether the manager keeps ${host} out`, 'nft list ruleset'),
  ];
}

function judgeManager(
  { facts, clusterId }: RuleContext,
  report: Report,
  server: DatabaseServerSpec,
  manager: PlacedMember,
  listeners: Fact<readonly TcpListener[]>,
): void {
  const subject = databaseServerSubject(server.databaseServerId);
  const quorum = canonicalAddress(server.address);
  const addresses = addressesListening(listeners.value, localDatabasePort);
  if (addresses.includes(null) || addresses.includes(quorum)) return report.met(subject, [listeners.evidence]);
  const host = facts.hostName(manager.member.hostId);
  const found = addresses.join(', ') || 'nowhere';
  report.violated({
    subject,
    code: 'NOT_LISTENING',
    message: `On ${host} no database server listens at ${quorum} port ${localDatabasePort}, where nodes look for it; found: ${found}.`,
    parameters: { host, address: quorum, port: String(localDatabasePort), found },
    field: ['localDatabase'],
    evidence: [listeners.evidence],
    remedies: [repairCluster(clusterId)],
  });
}

function judgeNode(
  { facts, clusterId }: RuleContext,
  report: Report,
  server: DatabaseServerSpec,
  node: PlacedMember,
  listeners: Fact<readonly TcpListener[]> | undefined,
  user: string | undefined,
): void {
  const { hostId } = node.member;
  const subject = hostSubject(hostId);
  const found = report.read(subject, hostId, serverGreeting(server.address, localDatabasePort));
  if (found === undefined) return;
  const host = facts.hostName(hostId);
  const login =
    user === undefined
      ? undefined
      : triedSince(facts, hostId, databaseLogin(server.databaseServerId, user), found.evidence);
  if (login?.value.is === 'in') return report.met(subject, [login.evidence, found.evidence]);
  if (login !== undefined) {
    return report.violated({
      subject,
      code: 'LOGIN_FAILED',
      message: `${host} gets no login at database server ${server.name} (${server.address} port ${localDatabasePort}): ${login.value.said}.`,
      parameters: { host, server: server.name, address: server.address, said: login.value.said },
      field: node.field,
      evidence: [login.evidence, found.evidence],
      remedies: [repairCluster(clusterId), proveCluster(clusterId, 'DATABASE_LOGIN')],
    });
  }
  // Without an account there is no user from anywhere; the answer itself came from the server.
  if (found.value === 'admitted' || (found.value === 'notAdmitted' && user === undefined))
    return report.met(subject, [found.evidence]);
  if (listeners === undefined || listeners.evidence.observedAt > found.evidence.observedAt) {
    return report.unknown(
      subject,
      hostId,
      because('MANAGER_SEEN_LATER', `it failed to reach ${server.address} before the manager was looked at`, {
        address: server.address,
      }),
    );
  }
  report.violated({
    subject,
    code: 'NOT_ADMITTED',
    message: `${host} does not get to a login at database server ${server.name} (${server.address} port ${localDatabasePort}): ${inWords[found.value]}.`,
    parameters: { host, server: server.name, address: server.address, outcome: found.value },
    field: node.field,
    evidence: [found.evidence],
    remedies: waysIn(found.value, server.reachedThrough ?? hostId, host, clusterId),
  });
}

/**
 * The manager's database server is there for nodes. The manager's own database server listens at the quorum address, and every node
 * gets to a login there. To a site on a node, localhost is the node. Whether the login succeeds shows a proof.
 */
export const localDatabaseForNodes = defineRule({
  id: 'R-DB-8',
  title: "The manager's database server is there for nodes",
  law: "The manager's own database server listens at the quorum address, and every node gets to a login there.",
  severity: 'ERROR',
  source: 'MariaDB in Debian, "bind-address"',
  moments: ['after'],
  notApplicable: (spec) =>
    localDatabaseOf(spec) === undefined
      ? because('NO_LOCAL_DATABASE', 'The cluster declares no database server on its manager.')
      : null,
  looks: (spec) => {
    const server = localDatabaseOf(spec);
    const manager = managerOf(spec.core);
    if (server === undefined || manager === undefined) return [];
    return [
      { hostId: manager.member.hostId, probe: tcpListeners() },
      ...nodesOf(spec.core).map(({ member: { hostId } }) => ({
        hostId,
        probe: serverGreeting(server.address, localDatabasePort),
      })),
    ];
  },
  check(context, report) {
    const server = localDatabaseOf(context.spec);
    const manager = managerOf(context.spec.core);
    if (server === undefined || manager === undefined) return;
    const subject = databaseServerSubject(server.databaseServerId);
    const listeners = report.read(subject, manager.member.hostId, tcpListeners());
    if (listeners !== undefined) judgeManager(context, report, server, manager, listeners);
    const user = accountOn(context.spec, server)?.database?.user;
    for (const node of nodesOf(context.spec.core)) judgeNode(context, report, server, node, listeners, user);
  },
});
