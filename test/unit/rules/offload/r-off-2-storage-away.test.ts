import { storageAway } from '../../../../src/rules/offload/r-off-2-storage-away.rule.js';
import { managerId, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

describe('R-OFF-2', () => {
  it('is met by user storage on a file server', () => {
    expectMet(storageAway, { spec: publicCluster(withFileServer) });
  });

  it('names a manager that holds user storage', () => {
    expectViolated(storageAway, { spec: publicCluster() }, [
      {
        subject: `Host ${managerId}`,
        code: 'MANAGER_HOLDS_STORAGE',
        severity: 'INFO',
        field: ['userStorage', 'mode'],
        message: 'User storage lies on manager; a file server can hold it',
        remedy: 'declare',
      },
    ]);
  });
});
