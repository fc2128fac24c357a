import type { DatabaseServerSpec } from '../../domain/account-spec.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { localDatabaseOf, managerFacingItself } from '../../domain/local-database.js';
import { addressesFacing, managerOf, membersWithRole } from '../../domain/members.js';
import { cameFrom } from '../../probes/database/database-login.js';
import { grants } from '../../probes/database/grants.js';
import { ipAddress } from '../../domain/spec.js';
import { databaseLogin } from '../../proofs/database/database-login.proof.js';
import { defineRule } from '../define-rule.js';
import { declareInstead, proveCluster, repairCluster } from '../remedy.js';
import type { Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { accountSubject, databaseServerSubject } from '../subject.js';
import { triedSince } from '../tried-since.js';
import { grantsSeen } from './grants-seen.js';

/** Where a refused login came from that is none of these: no user that is made on the server would let it in. */
function undeclaredSource(said: string, addresses: readonly string[]): string | undefined {
  const source = cameFrom(said);
  if (source === null || !ipAddress.safeParse(source).success) return undefined;
  return addresses.includes(canonicalAddress(source)) ? undefined : source;
}

function judgeServer({ spec, facts, clusterId }: RuleContext, report: Report, server: DatabaseServerSpec): void {
  const found = report.read(databaseServerSubject(server.databaseServerId), server.hostId, grants());
  if (found === undefined) return;
  const seenOf = grantsSeen(found.evidence);
  const held = new Set(found.value.map(({ user, host, database }) => JSON.stringify([user, host, database])));
  const manager = server === localDatabaseOf(spec) ? managerOf(spec.core) : undefined;
  const hosts = membersWithRole(spec.core, 'MANAGER', 'NODE').map(({ member }) => ({
    hostId: member.hostId,
    name: facts.hostName(member.hostId),
    addresses:
      member === manager?.member ? managerFacingItself(spec) : addressesFacing(spec.core, member, server.address),
  }));
  for (const { accountId, name, database } of spec.accounts) {
    if (database?.server !== server.databaseServerId) continue;
    const shutOut = hosts
      .filter(
        ({ addresses }) =>
          !addresses.some((address) => held.has(JSON.stringify([database.user, address, database.name]))),
      )
      .map((host) => host.name);
    for (const { hostId, name: node, addresses } of hosts) {
      const login = triedSince(facts, hostId, databaseLogin(server.databaseServerId, database.user), found.evidence);
      if (login === undefined || login.value.is === 'in' || shutOut.includes(node)) continue;
      const source = undeclaredSource(login.value.said, addresses);
      if (source !== undefined) {
        const declared = addresses.join(' or ');
        report.violated({
          subject: accountSubject(accountId),
          code: 'COMES_FROM_ELSEWHERE',
          message: `From ${node} user ${database.user} of account ${name} does not get in to database server ${server.name}: it sees ${node} come from ${source}, and lets it in from ${declared} alone.`,
          parameters: { ...{ server: server.name, account: name, user: database.user }, ...{ node, source, declared } },
          evidence: [login.evidence],
          remedies: [
            declareInstead(
              `Have ${node} reach ${server.name} from ${declared} (by its routes, or where addresses are translated between), or declare ${source} for ${node} in the network of that server`,
            ),
            proveCluster(clusterId, 'DATABASE_LOGIN'),
          ],
        });
        continue;
      }
      report.violated({
        subject: accountSubject(accountId),
        code: 'LOGIN_FAILED',
        message: `From ${node} user ${database.user} of account ${name} does not get in to database server ${server.name}: ${login.value.said}.`,
        parameters: { server: server.name, account: name, user: database.user, node, said: login.value.said },
        evidence: [login.evidence],
        remedies: [repairCluster(clusterId), proveCluster(clusterId, 'DATABASE_LOGIN')],
      });
    }
    if (shutOut.length === 0) continue;
    report.violated({
      subject: accountSubject(accountId),
      code: 'GRANT_MISSING',
      message: `On database server ${server.name} user ${database.user} of account ${name} has no rights on ${database.name} from: ${shutOut.join(', ')}.`,
      parameters: { server: server.name, account: name, user: database.user, nodes: shutOut.join(', ') },
      evidence: [seenOf(database.user)],
      remedies: [repairCluster(clusterId)],
    });
  }
}

/**
 * Grants for every host. The database user of an account has rights on its database from the address of the manager and of every node.
 * To MySQL the same user from another address is another user. The manager serves sites too unless it is told otherwise (R-CM-6).
 */
export const grantsForHosts = defineRule({
  id: 'R-DB-5',
  title: 'Grants for every host',
  law: 'The database user of an account has rights on its database from the address of the manager and of every node.',
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Separate MySQL Server"',
  moments: ['after'],
  looks: ({ databaseServers }) => databaseServers.map(({ hostId }) => ({ hostId, probe: grants() })),
  check(context, report) {
    for (const server of context.spec.databaseServers) judgeServer(context, report, server);
  },
});
