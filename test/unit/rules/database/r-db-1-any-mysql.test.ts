import { rootRights } from '../../../../src/probes/database/root-rights.js';
import { anyMysql } from '../../../../src/rules/database/r-db-1-any-mysql.rule.js';
import { databaseHostId, databaseServerId, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster();
const subject = `DatabaseServer ${databaseServerId}`;

function running(version: string): HostFacts {
  const row = { privilege: 'SELECT', grantable: 'YES', locked: '0', release_name: version };
  return new HostFacts().answer(databaseHostId, rootRights(), JSON.stringify([row]));
}

describe('R-DB-1', () => {
  it('is met by the version that was tried', () => {
    expectMet(anyMysql, { spec, facts: running('10.11.6-MariaDB-0+deb12u1') });
  });

  it.each(['8.0.36', '5.1.73', '11.4.2-MariaDB', '9.1.0-commercial'])('names %s and refuses nothing', (version) => {
    expectViolated(anyMysql, { spec, facts: running(version) }, [
      {
        subject,
        code: 'VERSION_NOT_TRIED',
        severity: 'INFO',
        field: ['databaseServers'],
        message: `Database server db1 runs ${version}, which is welcome`,
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(anyMysql, { spec }, [{ subject, lookAt: databaseHostId }]);
  });

  it('is silent without such a server', () => {
    const none = publicCluster((edited) => {
      edited.core.databaseServers = [];
      edited.databaseServers = [];
    });
    expectNotApplicable(anyMysql, { spec: none }, 'The cluster names no database server that somebody else runs.');
  });
});
