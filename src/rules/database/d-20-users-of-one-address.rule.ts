import { usersFromAnywhere } from '../../probes/database/users-from-anywhere.js';
import { defineRule } from '../define-rule.js';
import { repairCluster, runByHand } from '../remedy.js';
import { accountSubject, databaseServerSubject } from '../subject.js';
import { grantsSeen } from './grants-seen.js';

const showUsers = 'mysql -e "SELECT User, Host FROM mysql.user ORDER BY User, Host"';

/**
 * Database users of one address. The database user of an account comes from named addresses or a subnet, never from anywhere.
 * To MySQL a user is a name and where it comes from. Hostwright makes one for each address, and a repair drops others
 * of that name; only one that has rights on other databases stays, which a person has to drop.
 */
export const usersOfOneAddress = defineRule({
  id: 'D-20',
  title: 'Database users of one address',
  law: 'The database user of an account comes from named addresses or a subnet, never from anywhere.',
  severity: 'WARNING',
  source: 'MySQL reference manual, "Specifying Account Names"',
  moments: ['after'],
  looks: ({ databaseServers }) => databaseServers.map(({ hostId }) => ({ hostId, probe: usersFromAnywhere() })),
  check({ spec, facts, clusterId }, report) {
    for (const { databaseServerId, hostId, name: server } of spec.databaseServers) {
      const found = report.read(databaseServerSubject(databaseServerId), hostId, usersFromAnywhere());
      if (found === undefined) continue;
      const seenOf = grantsSeen(found.evidence);
      for (const { accountId, name, database } of spec.accounts) {
        if (database?.server !== databaseServerId) continue;
        const open = found.value.find(({ user }) => user === database.user);
        if (open === undefined) continue;
        report.violated({
          subject: accountSubject(accountId),
          code: 'USER_FROM_ANYWHERE',
          message: `On database server ${server} user ${open.user} of account ${name} may come from anywhere ("${open.host}"); there is one for each address that needs it.`,
          parameters: { server, account: name, user: open.user, host: open.host },
          evidence: [seenOf(open.user)],
          remedies: [
            repairCluster(clusterId),
            runByHand(hostId, `Drop that user on ${facts.hostName(hostId)}; this shows them all`, showUsers),
          ],
        });
      }
    }
  },
});
