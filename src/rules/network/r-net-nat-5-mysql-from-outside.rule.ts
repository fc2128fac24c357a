import { addressPairs } from '../../domain/forward-rules.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { localDatabaseOf, localDatabasePort } from '../../domain/local-database.js';
import type { ClusterSpec, DatabaseServerSpec } from '../../domain/account-spec.js';
import { managerOf } from '../../domain/members.js';
import { portsForwarded } from '../../proofs/network/forwarded-ports.proof.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { addressSubject, clusterSubject } from '../subject.js';
import { onlyUnder } from './only-under.js';

/** The database server that is reached where the device hands connections on to. */
function serverAtTarget({ core, databaseServers }: ClusterSpec): DatabaseServerSpec | undefined {
  const target = core.nat?.forwardTarget ?? null;
  return databaseServers.find(
    ({ address, port }) => target !== null && port === localDatabasePort && canonicalAddress(address) === target,
  );
}

/**
 * What a proof saw from outside, where one was made: without it nothing is known, and nobody is asked to make one. What was asked for
 * then, and no more since, is forwarded still, until the device has been given its new rules.
 */
function judgeTried({ spec: { core }, facts }: RuleContext, report: Report): void {
  const manager = managerOf(core);
  if (manager === undefined || core.nat?.forwardMysql !== false) return;
  for (const pair of addressPairs(core)) {
    const tried = facts.read(manager.member.hostId, portsForwarded(pair));
    if (!tried.known || !tried.value.unasked.arrived.includes(localDatabasePort)) continue;
    const { publicAddress, targetAddress } = pair;
    report.violated({
      subject: addressSubject(publicAddress),
      code: 'OPEN_WITHOUT_REQUEST',
      severity: 'WARNING',
      message: `Port ${localDatabasePort} of ${publicAddress} reaches ${targetAddress} from outside, although forwardMysql is false.`,
      parameters: { public: publicAddress, target: targetAddress },
      field: ['nat', 'forwardMysql'],
      evidence: [tried.evidence],
      remedies: [
        declareInstead(
          `Take port ${localDatabasePort} of ${publicAddress} away on the NAT device and prove FORWARDED_PORTS again, or declare forwardMysql true`,
        ),
      ],
    });
  }
}

/**
 * MySQL from outside. Under PRIVATE_NAT port 3306 is forwarded only if outsiders must reach MySQL, and then to a server that is
 * there.
 * The manager's own server, where Hostwright runs it, listens on the quorum address alone, which forwards never go to.
 * That the port is open all the same shows in the proof of forwarded ports.
 */
export const mysqlFromOutside = defineRule({
  id: 'R-NET-NAT-5',
  title: 'MySQL from outside',
  law: 'Under PRIVATE_NAT port 3306 is forwarded only if outsiders must reach MySQL, and then to a server that is there.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "All servers on private network behind NAT"',
  moments: ['declared', 'after'],
  notApplicable: onlyUnder('PRIVATE_NAT'),
  check(context, report) {
    const { spec, moment } = context;
    if (moment === 'after') return judgeTried(context, report);
    if (spec.core.nat?.forwardMysql !== true) return;
    const violation = { subject: clusterSubject(spec), field: ['nat', 'forwardMysql'] };
    const withdraw = declareInstead('Declare forwardMysql false');
    const server = serverAtTarget(spec);
    if (server === undefined) {
      const local = localDatabaseOf(spec);
      const why =
        local === undefined ? 'no database server is there' : `${local.name} listens on the quorum address only`;
      report.violated({
        ...violation,
        code: 'NO_TARGET',
        severity: 'WARNING',
        message: `Port ${localDatabasePort} is to be forwarded to the manager, yet ${why}.`,
        parameters: { reason: why },
        remedies: [withdraw],
      });
      return;
    }
    const elsewhere = spec.accounts.filter(
      ({ database }) => database !== null && database.server !== server.databaseServerId,
    );
    if (elsewhere.length > 0) {
      const accounts = listed(elsewhere.map(({ name }) => name));
      report.violated({
        ...violation,
        code: 'ACCOUNTS_ELSEWHERE',
        severity: 'WARNING',
        message: `Port ${localDatabasePort} is forwarded to ${server.name}; the databases of these accounts are on other servers: ${accounts}.`,
        parameters: { server: server.name, accounts },
        extent: elsewhere.length,
        remedies: [withdraw],
      });
      return;
    }
    report.violated({
      ...violation,
      code: 'MYSQL_OPEN',
      message: `Outsiders can try to log in to MySQL of ${server.name}; forward port ${localDatabasePort} only if they must.`,
      parameters: { server: server.name },
      remedies: [withdraw],
    });
  },
});
