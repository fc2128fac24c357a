import { grants } from '../../probes/database/grants.js';
import { defineRule } from '../define-rule.js';
import { runByHand } from '../remedy.js';
import { accountSubject, databaseServerSubject } from '../subject.js';
import { grantsSeen } from './grants-seen.js';

const showUsers = 'mysql -e "SELECT User, Host FROM mysql.user ORDER BY User, Host"';

/** Whether a MySQL user with this host may come from anywhere; a pattern that begins with numbers is a subnet. */
function isAnywhere(host: string): boolean {
  return host === '' || host.startsWith('%');
}

/**
 * Database users of one address. The database user of an account comes from named addresses or a subnet, never from anywhere.
 * To MySQL a user is a name and where it comes from. Hostwright makes one for each address; one with a wildcard is somebody else's.
 */
export const usersOfOneAddress = defineRule({
  id: 'D-20',
  title: 'Database users of one address',
  law: 'The database user of an account comes from named addresses or a subnet, never from anywhere.',
  severity: 'WARNING',
  source: 'MySQL reference manual, "Specifying Account Names"',
  moments: ['after'],
  looks: ({ databaseServers }) => databaseServers.map(({ hostId }) => ({ hostId, probe: grants() })),
  check({ spec, facts }, report) {
    for (const { databaseServerId, hostId, name: server } of spec.databaseServers) {
      const found = report.read(databaseServerSubject(databaseServerId), hostId, grants());
      if (found === undefined) continue;
      const seenOf = grantsSeen(found.evidence);
      for (const { accountId, name, database } of spec.accounts) {
        if (database?.server !== databaseServerId) continue;
        const open = found.value.find(({ user, host }) => user === database.user && isAnywhere(host));
        if (open === undefined) continue;
        report.violated({
          subject: accountSubject(accountId),
          code: 'USER_FROM_ANYWHERE',
          message: `On database server ${server} user ${open.user} of account ${name} may come from anywhere ("${open.host}"); there is one for each address that needs it.`,
          parameters: { server, account: name, user: open.user, host: open.host },
          evidence: [seenOf(open.user)],
          remedies: [runByHand(hostId, `Drop that user on ${facts.hostName(hostId)}; this shows them all`, showUsers)],
        });
      }
    }
  },
});
