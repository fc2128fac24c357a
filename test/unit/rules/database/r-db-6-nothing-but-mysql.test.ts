import { hostId } from '../../../../src/domain/ids.js';
import { tcpListeners } from '../../../../src/probes/network/tcp-listeners.js';
import { nothingButMysql } from '../../../../src/rules/database/r-db-6-nothing-but-mysql.rule.js';
import { address, fileServerId as memberId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

/** The database server of the value, entered by SSH as a member of its own. */
const spec = publicCluster(({ core, databaseServers }) => {
  const [server] = databaseServers;
  core.members.push({
    hostId: hostId.parse(memberId),
    role: 'DATABASE_SERVER',
    addresses: [address('public', server?.address ?? '', 'HOST')],
  });
});

function listening(...at: readonly string[]): HostFacts {
  const lines = at.map((where) => `LISTEN 0      128    ${where}  *:*\n`);
  return new HostFacts().answer(memberId, tcpListeners(), lines.join(''));
}

describe('R-DB-6', () => {
  it('is met by a host with MySQL and SSH, and whatever only itself can reach', () => {
    const facts = listening('0.0.0.0:22', '9.9.9.14:3306', '*:33060', '127.0.0.1:25', '[::1]:25');
    expectMet(nothingButMysql, { spec, facts });
  });

  it('is violated by a host that offers something else', () => {
    const facts = listening('0.0.0.0:22', '*:3306', '0.0.0.0:443', '9.9.9.14:80', '[::]:80');
    expectViolated(nothingButMysql, { spec, facts }, [
      {
        subject: `Host ${memberId}`,
        code: 'OTHER_SERVICES',
        severity: 'INFO',
        field: ['members', '3'],
        message: 'listens on other ports too: 80, 443',
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(nothingButMysql, { spec }, [{ subject: `Host ${memberId}`, lookAt: memberId }]);
  });

  it('is silent about servers that are reached by SQL only', () => {
    expectNotApplicable(
      nothingButMysql,
      { spec: publicCluster() },
      "No database server's host is a member that is entered by SSH.",
    );
  });
});
