import { accountIdRange } from '../../domain/account-spec.js';
import { nodesOf } from '../../domain/members.js';
import { userTables, type UnixUser } from '../../probes/accounts/user-tables.js';
import { defineRule } from '../define-rule.js';
import { listed } from '../listed.js';
import { declareInstead } from '../remedy.js';
import { hostSubject } from '../subject.js';

/** Where sites of accounts lie, whoever made them; the mount of user storage hides what is there. */
const storage = '/chroot/';

/** Users that Hostwright makes have numbers of their own, and R-STO-10 judges them. */
function isForeignAccount({ uid, home }: UnixUser): boolean {
  return home.startsWith(storage) && (uid < accountIdRange.first || uid > accountIdRange.last);
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
  looks: ({ core }) => nodesOf(core).map(({ member: { hostId } }) => ({ hostId, probe: userTables() })),
  check({ spec: { core }, facts }, report) {
    for (const { member, field } of nodesOf(core)) {
      const subject = hostSubject(member.hostId);
      const tables = report.read(subject, member.hostId, userTables());
      if (tables === undefined) continue;
      const foreign = [...tables.value.users.values()].filter(isForeignAccount);
      if (foreign.length === 0) {
        report.met(subject, [tables.evidence]);
        continue;
      }
      const host = facts.hostName(member.hostId);
      const accounts = listed(foreign.map(({ name }) => name));
      report.violated({
        subject,
        code: 'HAS_ACCOUNTS',
        message: `Node ${host} has accounts of its own, whose homes would vanish behind the user storage: ${accounts}.`,
        parameters: { host, accounts },
        field,
        evidence: [tables.evidence],
        remedies: [declareInstead(`Move the accounts of ${host} to another server and delete them there first`)],
      });
    }
  },
});
