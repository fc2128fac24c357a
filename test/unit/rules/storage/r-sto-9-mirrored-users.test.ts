import { missingAccountTools } from '../../../../src/probes/accounts/missing-account-tools.js';
import { mirroredUsers } from '../../../../src/rules/storage/r-sto-9-mirrored-users.rule.js';
import { fileServerId, publicCluster, withFileServer, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(withFileServer);

describe('R-STO-9', () => {
  it('is met by a file server that has the programs', () => {
    expectMet(mirroredUsers, { spec, facts: new HostFacts().answer(fileServerId, missingAccountTools(), '') });
  });

  it('is violated by one that lacks some', () => {
    const facts = new HostFacts().answer(fileServerId, missingAccountTools(), 'useradd\ngroupadd\n');
    expectViolated(mirroredUsers, { spec, facts }, [
      {
        subject: `Host ${fileServerId}`,
        code: 'NO_ACCOUNT_TOOLS',
        severity: 'ERROR',
        field: ['members', '3'],
        message: 'File server files lacks useradd, groupadd',
        remedy: 'declare',
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(mirroredUsers, { spec }, [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }]);
  });

  it('is silent where nobody has to be mirrored by us', () => {
    expectNotApplicable(mirroredUsers, { spec: publicCluster() }, 'The manager sets quotas on its own file system.');
    const observed = { spec: publicCluster(withObservedFileServer) };
    const reason = 'On a file server that is only looked at, a person mirrors the users.';
    expectNotApplicable(mirroredUsers, observed, reason);
    const unwanted = publicCluster((edited) => {
      withFileServer(edited);
      edited.core.quotasRequired = false;
    });
    expectNotApplicable(mirroredUsers, { spec: unwanted }, 'Neither the cluster nor an account wants quotas.');
  });
});
