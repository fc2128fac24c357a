import { dataDirectory } from '../../../../src/probes/database/data-directory.js';
import { localDataDirectory } from '../../../../src/rules/database/r-db-7-local-data-directory.rule.js';
import { databaseHostId, databaseServerId, publicCluster, withLocalDatabase } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(withLocalDatabase);
const subject = `DatabaseServer ${databaseServerId}`;

function keeping(path: string): HostFacts {
  return new HostFacts().answer(databaseHostId, dataDirectory(), JSON.stringify([{ data_directory: path }]));
}

describe('R-DB-7', () => {
  it('is met by the usual place', () => {
    expectMet(localDataDirectory, { spec, facts: keeping('/var/lib/mysql/') });
  });

  it('names another place as information', () => {
    expectViolated(localDataDirectory, { spec, facts: keeping('/srv/mysql/') }, [
      {
        subject,
        code: 'OTHER_DATA_DIRECTORY',
        severity: 'INFO',
        field: ['localDatabase'],
        message: 'Database server shop-database keeps its databases in /srv/mysql, not in /var/lib/mysql',
        remedy: { command: 'grep -rs datadir /etc/mysql' },
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(localDataDirectory, { spec }, [{ subject, lookAt: databaseHostId }]);
  });

  it('is silent about servers that others run', () => {
    expectNotApplicable(
      localDataDirectory,
      { spec: publicCluster() },
      'The cluster declares no database server on its manager.',
    );
  });
});
