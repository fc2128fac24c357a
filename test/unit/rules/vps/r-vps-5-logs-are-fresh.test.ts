import { toGlobalId } from '../../../../src/domain/ids.js';
import { logStamp } from '../../../../src/probes/logs/log-stamp.js';
import { ownRpcPrograms } from '../../../../src/probes/storage/rpc-programs.js';
import { machineIdentity } from '../../../../src/probes/system/machine-identity.js';
import type { Finding } from '../../../../src/rules/rule.js';
import { logsAreFresh } from '../../../../src/rules/vps/r-vps-5-logs-are-fresh.rule.js';
import { clusterId, managerId, node1Id, node2Id, publicCluster, withSite } from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { rpcInfo } from '../rpc-info.js';

const spec = publicCluster(withSite('NGINX', null));
const probeOf = (id: string): ReturnType<typeof logStamp> =>
  logStamp(`/var/log/hostwright/nodes/${id.replaceAll('-', '')}/canary`);
const canary = (id: string, ageSeconds: number): string => `${1_764_100_000 + ageSeconds} canary 1764100000 ${id}\n`;
const fresh = (): HostFacts =>
  new HostFacts()
    .answer(managerId, probeOf(node1Id), canary(node1Id, 61))
    .answer(managerId, probeOf(node2Id), canary(node2Id, 300));

describe('R-VPS-5', () => {
  it('is met where the manager sees a young canary of every node', () => {
    expectMet(logsAreFresh, { spec, facts: fresh() });
  });

  it.each([
    ['is 301 s old', canary(node2Id, 301), 'repairCluster'],
    ['is not there', 'absent\n', 'repairCluster'],
    ['cannot be read', 'unreadable\n', ['repairCluster', 'observeHosts']],
    ['is none of ours', '1764100000 nonsense\n', 'repairCluster'],
    ['is that of another host', canary(node1Id, 10), 'repairCluster'],
  ] as const)('is violated by a canary that %s', (found, said, remedy) => {
    const facts = fresh().answer(managerId, probeOf(node2Id), said);
    expectViolated(logsAreFresh, { spec, facts }, [
      {
        subject: `Host ${node2Id}`,
        code: 'LOGS_STALE',
        severity: 'WARNING',
        field: ['members', '2'],
        message: `The logs of node node2 do not reach the manager: their canary ${found}`,
        remedy,
      },
    ]);
  });

  it('names the NFS server of the node where that is why the canary cannot be read, and how it is started', () => {
    const away = fresh().answer(managerId, probeOf(node2Id), 'unreadable\n');
    const violated = (facts: HostFacts): Finding | undefined => {
      const context = { spec, moment: 'after', draft: false, clusterId, facts: facts.at(observedAt) } as const;
      return logsAreFresh.judge(context).find(({ verdict }) => verdict === 'VIOLATED');
    };
    expect(violated(away)?.remedies).toMatchObject([
      { mutation: 'repairCluster' },
      { mutation: 'observeHosts', input: { hostIds: [node2Id, managerId].map((id) => toGlobalId('Host', id)) } },
    ]);
    expect(violated(away.answer(node2Id, ownRpcPrograms(), rpcInfo('lockStatus')))).toMatchObject({
      message:
        'The logs of node node2 do not reach the manager: their canary cannot be read, as node2 offers no NFS (its NFS server does not run); usage is counted without them.',
      evidence: [{ hostId: managerId }, { hostId: node2Id, probeId: ownRpcPrograms().id }],
      remedies: [
        { mutation: 'repairCluster' },
        { hostId: node2Id, command: 'systemctl enable nfs-server && systemctl restart nfs-server' },
      ],
    });
    // One that is not mounted at all is no matter of the node.
    const notMounted = away.answer(managerId, probeOf(node2Id), 'absent\n');
    expect(violated(notMounted)?.remedies).toMatchObject([{ mutation: 'repairCluster' }]);
  });

  describe('where clocks are apart', () => {
    const clock = (secondsAhead: number): string =>
      `${'a'.repeat(32)}\nhost\n${observedAt.getTime() / 1000 + secondsAhead}\n`;
    const found = (age: number, node: number, manager: number): Finding | undefined => {
      const facts = fresh()
        .answer(managerId, probeOf(node2Id), canary(node2Id, age))
        .answer(node2Id, machineIdentity(), clock(node))
        .answer(managerId, machineIdentity(), clock(manager));
      const context = { spec, moment: 'after', draft: false, clusterId, facts: facts.at(observedAt) } as const;
      return logsAreFresh.judge(context).find(({ verdict }) => verdict === 'VIOLATED');
    };

    it.each([
      ['the node is behind', -7200, 0, node2Id, 'node2 is 7200 s behind that of manager', 'date -s'],
      ['the manager is ahead', 0, 7200, managerId, 'manager is 7200 s ahead of that of node2', 'date -s'],
    ])('has the clock set first that makes a young canary old: %s', (_, node, manager, hostId, words, byHand) => {
      expect(found(7217, node, manager)).toMatchObject({
        message: `The logs of node node2 do not reach the manager: their canary is 7217 s old, as the clock of ${words} (R-HOST-2); usage is counted without them.`,
        evidence: [{ hostId: managerId }, { hostId: node2Id }, { hostId: managerId }],
        remedies: [
          { hostId, command: 'timedatectl set-ntp true' },
          { hostId, command: expect.stringContaining(byHand) },
          { mutation: 'repairCluster' },
        ],
      });
    });

    it.each([
      ['it is old by its own clock too', 7217, -600, 0],
      ['they are no further apart than is good', 310, -30, 0],
      ['the node is ahead', 301, 7200, 0],
    ])('is as ever where %s', (_, age, node, manager) => {
      expect(found(age, node, manager)).toMatchObject({
        message: expect.stringContaining(`is ${age} s old; usage`),
        remedies: [{ mutation: 'repairCluster' }],
      });
    });
  });

  it('is unknown without looks at the manager', () => {
    const expected = [node1Id, node2Id].map((id) => ({ subject: `Host ${id}`, lookAt: managerId }));
    expectUnknown(logsAreFresh, { spec }, expected);
  });

  it('is silent where there are no logs to share', () => {
    const reason = 'No web server is set up, so that there are no logs to share.';
    expectNotApplicable(logsAreFresh, { spec: publicCluster() }, reason);
  });
});
