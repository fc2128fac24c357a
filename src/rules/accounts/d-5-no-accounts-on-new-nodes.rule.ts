import { accountIdRange } from '../../domain/account-spec.js';
import { nodesOf } from '../../domain/members.js';
import { userTables, type UnixUser } from '../../probes/accounts/user-tables.js';
import { homePath } from '../../probes/system/home-path.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { declareInstead } from '../remedy.js';
import type { Report } from '../report.js';
import type { Evidence } from '../rule.js';
import { hostSubject } from '../subject.js';

/** Where sites of accounts lie, whoever made them; the mount of user storage hides what is there. */
const storage = '/chroot/';
/** A link into the user storage once R-STO-2 is met, and often before. */
const homes = '/home/';
/** Below it are users of services, some of which have a home under `/home` that never is there, as syslog of Ubuntu: login.defs(5). */
const firstPersonId = 1000;

/** Users that Hostwright makes have numbers of their own, and R-STO-10 judges them. */
function isForeign({ uid }: UnixUser): boolean {
  return uid < accountIdRange.first || uid > accountIdRange.last;
}

function livesUnderHomes({ uid, home }: UnixUser): boolean {
  return uid >= firstPersonId && home.startsWith(homes);
}

/** Foreign users whose homes lie in the user storage; undefined where that is not known of those whose homes are under `/home`. */
function accountsOn(report: Report, hostId: string, users: readonly UnixUser[]): Accounts | undefined {
  const foreign = users.filter(isForeign);
  const inStorage = foreign.filter(({ home }) => home.startsWith(storage));
  if (!foreign.some(livesUnderHomes)) return { users: inStorage, evidence: [] };
  const path = report.read(hostSubject(hostId), hostId, homePath());
  if (path === undefined) return undefined;
  const leadsThere = path.value.is === 'link' && `${path.value.to}/`.startsWith(storage);
  const found = foreign.filter((user) => user.home.startsWith(storage) || (leadsThere && livesUnderHomes(user)));
  return { users: found, evidence: [path.evidence] };
}

interface Accounts {
  readonly users: readonly UnixUser[];
  readonly evidence: readonly Evidence[];
}

/**
 * No accounts on new nodes. A server becomes a node only once the accounts that it has were moved away.
 * Their homes would vanish behind the shared user storage, and nobody would serve them. That is concluded from what a node is (D-4).
 */
export const noAccountsOnNewNodes = defineRule({
  id: 'D-5',
  title: 'No accounts on new nodes',
  law: 'A server becomes a node only once the accounts that it has were moved away.',
  severity: 'ERROR',
  source: 'Concluded from InterWorx documentation, clustering in NodeWorx',
  moments: ['before'],
  looks: ({ core }) =>
    nodesOf(core).flatMap(({ member: { hostId } }) => [
      { hostId, probe: userTables() },
      { hostId, probe: homePath() },
    ]),
  check({ spec: { core }, facts }, report) {
    for (const { member, field } of nodesOf(core)) {
      const subject = hostSubject(member.hostId);
      const tables = report.read(subject, member.hostId, userTables());
      if (tables === undefined) continue;
      const accountsThere = accountsOn(report, member.hostId, [...tables.value.users.values()]);
      if (accountsThere === undefined) continue;
      const evidence = [tables.evidence, ...accountsThere.evidence];
      if (accountsThere.users.length === 0) {
        report.met(subject, evidence);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const accounts = listed(accountsThere.users.map(({ name }) => name));
      report.violated({
        subject,
        code: 'HAS_ACCOUNTS',
        message: `Node ${host} has accounts of its own, whose homes would vanish behind the user storage: ${accounts}.`,
        parameters: { host, accounts },
        field,
        evidence,
        remedies: [declareInstead(`Move the accounts of ${host} to another server and delete them there first`)],
      });
    }
  },
});
