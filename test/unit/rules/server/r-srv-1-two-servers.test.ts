import { twoServers } from '../../../../src/rules/server/r-srv-1-two-servers.rule.js';
import { publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

const alone = publicCluster(({ core }) => {
  core.members = core.members.filter(({ role }) => role !== 'NODE');
});

describe('R-SRV-1', () => {
  it('is met by a manager and a node', () => {
    expectMet(twoServers, { spec: publicCluster() });
  });

  it.each([
    [false, 'WARNING'],
    [true, 'INFO'],
  ] as const)('misses a node beside the manager (draft: %s: %s)', (draft, severity) => {
    expectViolated(twoServers, { spec: alone, draft }, [
      {
        ...{ subject: 'Cluster shop', code: 'NO_NODE', severity, field: ['members'] },
        ...{ message: 'Cluster shop has no node', remedy: 'declare' },
      },
    ]);
  });
});
