import { localServerOf } from '../../../src/commands/accounts/local-server-of.js';
import { Refused } from '../../../src/commands/user-error.js';
import type { ClusterSpec } from '../../../src/domain/account-spec.js';
import { publicCluster, withLocalDatabase } from '../rules/clusters.js';

function refusalOf(spec: ClusterSpec): unknown {
  try {
    return localServerOf(spec);
  } catch (error) {
    return error instanceof Refused ? error.userErrors : error;
  }
}

const withLocal = publicCluster(withLocalDatabase);
const other = { ...withLocal, core: { ...withLocal.core, localDatabase: false } };
const none = { ...other, databaseServers: [], core: { ...other.core, databaseServers: [] } };

it('is that on the manager', () => {
  expect(withLocal.core.databaseServers).toContain(localServerOf(withLocal));
});

it('is to be named where there are others only, and to be registered or declared where there is none', () => {
  const field = ['database', 'serverId'];
  expect(refusalOf(other)).toMatchObject([{ field, message: expect.stringMatching(/name one of the cluster's/) }]);
  expect(refusalOf(none)).toMatchObject([
    {
      field,
      message: expect.stringMatching(/^The cluster has no database server: register one \(registerDatabaseServer\)/),
    },
  ]);
});
