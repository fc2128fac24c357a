import { storageMode } from '../../../../src/rules/storage/r-sto-1-storage-mode.rule.js';
import { fileServerId, memberOf, publicCluster, withFileServer } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

const violation = {
  subject: `Host ${fileServerId}`,
  code: 'FILE_SERVER_NOT_MEMBER',
  severity: 'ERROR',
  field: ['userStorage', 'fileServer'],
  message: 'User storage names files, which is no member with role FILE_SERVER; such members: none',
  remedy: 'declare',
} as const;

describe('R-STO-1', () => {
  it('is met by storage on the manager and by storage on a file server of the cluster', () => {
    expectMet(storageMode, { spec: publicCluster() });
    expectMet(storageMode, { spec: publicCluster(withFileServer) });
  });

  it('is violated by a file server that is no member', () => {
    const spec = publicCluster((edited) => {
      withFileServer(edited);
      edited.core.members = edited.core.members.filter(({ hostId }) => hostId !== fileServerId);
    });
    expectViolated(storageMode, { spec }, [violation]);
  });

  it('is violated by a member with another role, in a draft too', () => {
    const spec = publicCluster((edited) => {
      withFileServer(edited);
      memberOf(edited, fileServerId).role = 'DATABASE_SERVER';
    });
    expectViolated(storageMode, { spec, draft: true }, [violation]);
  });
});
