import type { ClusterSpec, DatabaseServerSpec } from '../../domain/account-spec.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { membersWithRole, type PlacedMember } from '../../domain/members.js';
import { tcpListeners, type TcpListener } from '../../probes/network/tcp-listeners.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

/** Of sshd, and of MySQL 8 for clients of its X protocol. */
const expectedBesides: readonly number[] = [22, 33_060];

interface DatabaseHost {
  readonly placed: PlacedMember;
  readonly servers: readonly DatabaseServerSpec[];
}

/** Database servers' hosts that can be entered by SSH: members of their own, told by their addresses. */
function databaseHostsOf({ core, databaseServers }: ClusterSpec): readonly DatabaseHost[] {
  const bySqlOnly = new Set(databaseServers.map(({ hostId }) => hostId));
  return membersWithRole(core, 'DATABASE_SERVER').flatMap((placed) => {
    if (bySqlOnly.has(placed.member.hostId)) return [];
    const own = new Set(placed.member.addresses.map(({ address }) => canonicalAddress(address)));
    return [{ placed, servers: databaseServers.filter(({ address }) => own.has(canonicalAddress(address))) }];
  });
}

/** What only programs of the host itself reach does not matter. */
function isReachable({ address }: TcpListener): boolean {
  return address === null || !(address === '::1' || address.startsWith('127.'));
}

/**
 * Nothing but MySQL. A host that is there for MySQL offers nothing else.
 * Whatever else runs there takes memory and disk time from every account's database.
 */
export const nothingButMysql = defineRule({
  id: 'R-DB-6',
  title: 'Nothing but MySQL',
  law: 'A member that is there for MySQL listens for nothing else that others reach, SSH apart.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Separate MySQL Server"',
  moments: ['before'],
  notApplicable: (spec) =>
    databaseHostsOf(spec).length === 0
      ? because('NO_DATABASE_HOST', "No database server's host is a member that is entered by SSH.")
      : null,
  looks: (spec) => databaseHostsOf(spec).map(({ placed }) => ({ hostId: placed.member.hostId, probe: tcpListeners() })),
  check({ spec, facts }, report) {
    for (const { placed, servers } of databaseHostsOf(spec)) {
      const { hostId } = placed.member;
      const subject = hostSubject(hostId);
      const seen = report.read(subject, hostId, tcpListeners());
      if (seen === undefined) continue;
      const expected = new Set([...expectedBesides, ...servers.map(({ port }) => port)]);
      const others = seen.value.filter((listener) => isReachable(listener) && !expected.has(listener.port));
      const ports = [...new Set(others.map(({ port }) => port))].sort((a, b) => a - b).join(', ');
      if (ports === '') {
        report.met(subject, [seen.evidence]);
        continue;
      }
      const host = facts.hostName(hostId);
      report.violated({
        subject,
        code: 'OTHER_SERVICES',
        message: `${host} is there for MySQL and listens on other ports too: ${ports}.`,
        parameters: { host, ports },
        field: placed.field,
        evidence: [seen.evidence],
        remedies: [
          declareInstead(`Move what listens on ${ports} away from ${host}, or let it listen on 127.0.0.1 only`),
        ],
      });
    }
  },
});
