import { quotaDaemon } from '../../../../src/probes/storage/quota-daemon.js';
import { quotaTools } from '../../../../src/probes/storage/quota-tools.js';
import { quotasSetByRpc } from '../../../../src/rules/storage/d-19-quotas-set-by-rpc.rule.js';
import { fileServerId, managerId, publicCluster, withFileServer, withObservedFileServer } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster(withObservedFileServer);
const moment = 'before';
const violation = {
  subject: `Host ${fileServerId}`,
  code: 'QUOTAS_READ_ONLY',
  severity: 'ERROR',
  field: ['members', '3'],
  message: 'rpc.rquotad on file server files runs without -S and lets nobody set quotas',
  remedy: { command: 'systemctl restart quotarpc' },
} as const;

const able =
  'Utility for setting quotas.\nUsage:\n  setquota [-u|-g|-P] [-rm] …\n\n-r, --remote               set remote quota (via RPC)\n';
const unable = 'Utility for setting quotas.\nUsage:\n  setquota [-u|-g|-P] …\n';

function running(words: string, help = able): HostFacts {
  return new HostFacts().answer(fileServerId, quotaDaemon(), words).answer(managerId, quotaTools(), help);
}

describe('D-19', () => {
  it('is met by a server that takes quotas, and leaves one that does not run to R-STO-4', () => {
    expectMet(quotasSetByRpc, { spec, facts: running('/usr/sbin/rpc.rquotad\n-S\n'), moment });
    expectMet(quotasSetByRpc, { spec, facts: running('none\n'), moment });
  });

  it('is violated by a server that only tells them', () => {
    const facts = running('/usr/sbin/rpc.rquotad\n');
    expectViolated(quotasSetByRpc, { spec, facts, moment }, [violation]);
    const managed = { spec: publicCluster(withFileServer), facts, moment: 'after' } as const;
    expectViolated(quotasSetByRpc, managed, [{ ...violation, remedy: 'repairCluster' }]);
  });

  it('is violated by tools of the manager that cannot set them, and silent while it has none', () => {
    expectViolated(quotasSetByRpc, { spec, facts: running('/usr/sbin/rpc.rquotad\n-S\n', unable), moment }, [
      {
        subject: `Host ${managerId}`,
        code: 'TOOLS_WITHOUT_RPC',
        severity: 'ERROR',
        field: ['members', '0'],
        message: 'The quota tools of manager were built without',
        remedy: { command: 'apt-get install --reinstall quota' },
      },
    ]);
    expectMet(quotasSetByRpc, { spec, facts: running('/usr/sbin/rpc.rquotad\n-S\n', 'none\n'), moment });
  });

  it('is unknown without a look', () => {
    expectUnknown(quotasSetByRpc, { spec, moment }, [
      { subject: `Host ${managerId}`, lookAt: managerId },
      { subject: `Host ${fileServerId}`, lookAt: fileServerId },
    ]);
  });

  it('is silent where nothing is set by RPC', () => {
    const local = { spec: publicCluster(), moment } as const;
    expectNotApplicable(quotasSetByRpc, local, 'The manager sets quotas on its own file system.');
    const unwanted = publicCluster((edited) => {
      withObservedFileServer(edited);
      edited.core.quotasRequired = false;
    });
    expectNotApplicable(quotasSetByRpc, { spec: unwanted, moment }, 'Neither the cluster nor an account wants quotas.');
  });
});
