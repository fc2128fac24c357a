import type { AccountSpec } from '../../domain/account-spec.js';
import { fileServerOf } from '../../domain/file-server.js';
import { managerOf, nodesOf, type PlacedMember } from '../../domain/members.js';
import { userTables, type UserTables } from '../../probes/accounts/user-tables.js';
import { defineRule } from '../define-rule.js';
import { inCommand } from '../in-command.js';
import { noSingleManager } from '../no-single-manager.js';
import { repairCluster, runByHand } from '../remedy.js';
import type { Fact, Report } from '../report.js';
import type { RuleContext } from '../rule.js';
import { accountSubject, hostSubject } from '../subject.js';
import { judgeFileServerIds } from './judge-file-server-ids.js';

/** Who holds each id; in a table of strangers one id may have several names, of which one is enough to name. */
function holders(entries: Iterable<{ readonly name: string; readonly id: number }>): ReadonlyMap<number, string[]> {
  const byId = new Map<number, string[]>();
  for (const { name, id } of entries) {
    const names = byId.get(id);
    if (names === undefined) byId.set(id, [name]);
    else names.push(name);
  }
  return byId;
}

function judgeTaken({ spec, facts }: RuleContext, report: Report, placed: PlacedMember, seen: Fact<UserTables>): void {
  const { hostId } = placed.member;
  const users = holders([...seen.value.users.values()].map(({ name, uid }) => ({ name, id: uid })));
  const groups = holders([...seen.value.groups.values()].map(({ name, gid }) => ({ name, id: gid })));
  const host = facts.hostName(hostId);
  for (const account of spec.accounts) {
    const kinds = [
      { kind: 'UID', id: account.uid, names: users.get(account.uid) },
      { kind: 'GID', id: account.gid, names: groups.get(account.gid) },
    ] as const;
    for (const { kind, id, names } of kinds) {
      const other = names?.find((name) => name !== account.name);
      if (other === undefined) continue;
      const name = inCommand(other, 'NAME');
      report.violated({
        subject: accountSubject(account.accountId),
        code: `${kind}_TAKEN`,
        message: `${kind} ${id} of account ${account.name} belongs to ${other} on ${host} too, who could then read its files.`,
        parameters: { account: account.name, host, id: String(id), other },
        evidence: [seen.evidence],
        remedies: [
          runByHand(
            hostId,
            `Give ${other} another ${kind} on ${host}`,
            kind === 'UID' ? `usermod --uid NEW_UID ${name}` : `groupmod --gid NEW_GID ${name}`,
          ),
        ],
      });
    }
  }
}

function differences(account: AccountSpec, here: UserTables, there: UserTables): readonly string[] {
  const user = here.users.get(account.name);
  const reference = there.users.get(account.name);
  const group = here.groups.get(account.name);
  const groupReference = there.groups.get(account.name);
  // An account that is missing on either side is R-CM-5's matter.
  if (user === undefined || reference === undefined || group === undefined || groupReference === undefined) return [];
  return [
    ...(user.uid === reference.uid ? [] : [`UID ${user.uid} instead of ${reference.uid}`]),
    ...(user.gid === reference.gid ? [] : [`primary GID ${user.gid} instead of ${reference.gid}`]),
    ...(group.gid === groupReference.gid ? [] : [`GID ${group.gid} instead of ${groupReference.gid}`]),
  ];
}

/**
 * Same ids everywhere. An account's user and group have the same UID and GID on the manager, on every node and on the file
 * server, and nobody else has them.
 * NFS carries numbers, not names: another number is another owner.
 */
export const sameIds = defineRule({
  id: 'R-STO-10',
  title: 'Same ids everywhere',
  law: "An account's user and group have the same UID and GID on the manager, on every node and on the file server, and nobody else has them.",
  severity: 'ERROR',
  source: 'Cluster installation requirements, "Segregated Storage Requirements"',
  moments: ['after'],
  looks(spec) {
    const manager = managerOf(spec.core);
    if (manager === undefined) return [];
    const server = fileServerOf(spec);
    const hosts = [manager, ...nodesOf(spec.core), ...(server === undefined ? [] : [server])];
    return hosts.map(({ member }) => ({ hostId: member.hostId, probe: userTables() }));
  },
  check(context, report) {
    const { spec, facts, clusterId } = context;
    const manager = managerOf(spec.core);
    if (manager === undefined) return report.notApplicable(noSingleManager);
    const server = fileServerOf(spec);
    if (server !== undefined) {
      const { hostId } = server.member;
      const seen = report.read(hostSubject(hostId), hostId, userTables());
      if (seen !== undefined) {
        judgeFileServerIds(context, report, server, seen);
        judgeTaken(context, report, server, seen);
      }
    }
    const managerName = facts.hostName(manager.member.hostId);
    const reference = report.read(hostSubject(manager.member.hostId), manager.member.hostId, userTables());
    if (reference !== undefined) judgeTaken(context, report, manager, reference);
    for (const node of nodesOf(spec.core)) {
      const { hostId } = node.member;
      const seen = report.read(hostSubject(hostId), hostId, userTables());
      if (seen === undefined) continue;
      judgeTaken(context, report, node, seen);
      if (reference === undefined) continue;
      const host = facts.hostName(hostId);
      for (const account of spec.accounts) {
        const different = differences(account, seen.value, reference.value);
        if (different.length === 0) continue;
        report.violated({
          subject: accountSubject(account.accountId),
          code: 'IDS_DIFFER',
          message: `Account ${account.name} has on ${host} ${different.join(', ')} as on manager ${managerName}.`,
          parameters: { account: account.name, host, manager: managerName, different: different.join(', ') },
          evidence: [seen.evidence, reference.evidence],
          remedies: [repairCluster(clusterId)],
        });
      }
    }
  },
});
