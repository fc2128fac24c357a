import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { nfsVersion3 } from '../../../../src/rules/storage/r-sto-6-nfs-version-3.rule.js';
import { fileServerId, managerId, publicCluster, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const spec = publicCluster(withObservedFileServer);
const moment = 'before';
const violation = {
  subject: `Host ${fileServerId}`,
  code: 'NO_VERSION_3',
  severity: 'ERROR',
  field: ['members', '3'],
  message: 'files exports user storage by NFS version 4 only; it must offer version 3',
  remedy: { command: 'nfsconf --set nfsd vers3 y' },
} as const;

function offering(hostId: string, version: number): HostFacts {
  return new HostFacts().answer(
    hostId,
    ownRpcPrograms(),
    rpcInfo('nfs').replace('100003    3', `100003    ${version}`),
  );
}

describe('R-STO-6', () => {
  it('is met by version 3, and leaves a host without NFS to R-STO-3', () => {
    expectMet(nfsVersion3, { spec, facts: offering(fileServerId, 3), moment });
    const none = new HostFacts().answer(fileServerId, ownRpcPrograms(), rpcInfo('quota'));
    expectMet(nfsVersion3, { spec, facts: none, moment });
  });

  it('is violated by version 4 alone; a warning where no quotas are wanted', () => {
    expectViolated(nfsVersion3, { spec, facts: offering(fileServerId, 4), moment }, [violation]);
    const unwanted = publicCluster((edited) => {
      withObservedFileServer(edited);
      edited.core.quotasRequired = false;
    });
    const warning = { ...violation, severity: 'WARNING' } as const;
    expectViolated(nfsVersion3, { spec: unwanted, facts: offering(fileServerId, 4), moment }, [warning]);
  });

  it('is mended by us where the manager exports', () => {
    const given = { spec: publicCluster(), facts: offering(managerId, 4), moment: 'after' } as const;
    expectViolated(nfsVersion3, given, [
      {
        ...violation,
        subject: `Host ${managerId}`,
        field: ['members', '0'],
        message: 'manager exports user storage by NFS version 4 only',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without a look, and silent at the other moment', () => {
    expectUnknown(nfsVersion3, { spec, moment }, [{ subject: `Host ${fileServerId}`, lookAt: fileServerId }]);
    const reason = 'A file server that is only looked at is judged before anything is touched.';
    expectNotApplicable(nfsVersion3, { spec, moment: 'after' }, reason);
  });
});
