import { rootRights } from '../../../../src/probes/database/root-rights.js';
import { rootAccess } from '../../../../src/rules/database/r-db-2-root-access.rule.js';
import { databaseHostId, databaseServerId, publicCluster, withLocalDatabase } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import grantsAll from '../../probes/fixtures/root-rights/root.json';
import readOnly from '../../probes/fixtures/root-rights/read-only.json';
import plainUser from '../../probes/fixtures/root-rights/plain-user.json';
import refusedLogin from '../../probes/fixtures/root-rights/refused-login.json';

const spec = publicCluster();
const violation = {
  subject: `DatabaseServer ${databaseServerId}`,
  severity: 'ERROR',
  field: ['databaseServers'],
} as const;
const missing = { code: 'RIGHTS_MISSING', remedy: { command: 'GRANT ALL PRIVILEGES ON *.*' } } as const;

describe('R-DB-2', () => {
  it('is met by root with every privilege and the right to grant', () => {
    expectMet(rootAccess, { spec, facts: new HostFacts().answer(databaseHostId, rootRights(), grantsAll) });
  });

  it('is met by a cluster without database servers', () => {
    const without = publicCluster((edited) => {
      edited.databaseServers = [];
    });
    expectMet(rootAccess, { spec: without });
  });

  it("leaves the manager's own server to the steps that make it", () => {
    expectMet(rootAccess, { spec: publicCluster(withLocalDatabase) });
    expect(rootAccess.looks(publicCluster(withLocalDatabase))).toEqual([]);
  });

  it('is violated by a login that may pass nothing on', () => {
    const facts = new HostFacts().answer(databaseHostId, rootRights(), plainUser);
    expectViolated(rootAccess, { spec, facts }, [
      { ...violation, ...missing, message: 'login root may not pass on: CREATE USER, SELECT, INSERT' },
    ]);
  });

  it('is violated by privileges without the right to grant them', () => {
    const mine = {
      ...grantsAll,
      stdout: grantsAll.stdout.replace('"INDEX","grantable":"YES"', '"INDEX","grantable":"NO"'),
    };
    const facts = new HostFacts().answer(databaseHostId, rootRights(), mine);
    expectViolated(rootAccess, { spec, facts }, [
      {
        ...violation,
        ...missing,
        message: 'On database server db1 the login root may not pass on: INDEX.',
      },
    ]);
  });

  it('is violated by a server that takes no writes', () => {
    const facts = new HostFacts().answer(databaseHostId, rootRights(), readOnly);
    expectViolated(rootAccess, { spec, facts }, [
      {
        ...violation,
        code: 'READ_ONLY',
        remedy: { command: 'SET GLOBAL read_only = OFF' },
        message: 'Database server db1 is read-only',
      },
    ]);
  });

  it('is unknown without a look and when the server cannot be reached or refuses the login', () => {
    const expected = [{ subject: `DatabaseServer ${databaseServerId}`, lookAt: databaseHostId }];
    expectUnknown(rootAccess, { spec }, expected);
    const away = new HostFacts().answer(databaseHostId, rootRights(), {
      exitCode: 2003,
      stderr: 'connect ECONNREFUSED',
    });
    expectUnknown(rootAccess, { spec, facts: away }, expected);
    const refused = new HostFacts().answer(databaseHostId, rootRights(), refusedLogin);
    expectUnknown(rootAccess, { spec, facts: refused }, expected);
  });
});
