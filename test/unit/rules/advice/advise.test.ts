import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { linkSpeeds } from '../../../../src/probes/network/link-speeds.js';
import { advise } from '../../../../src/rules/advice/advise.js';
import { managerId, node1Id, node2Id, publicCluster, withFileServer } from '../clusters.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { diskBusy, nodeCounters } from '../node/storage-counters.js';
import { withLinks } from '../printed-links.js';
import { all, sharedByManager, withDefaultDuties } from '../offload/duties.js';
import { sized } from '../resources/sizes.js';

const spec = publicCluster(withDefaultDuties);

function idle(): HostFacts {
  const facts = [managerId, node1Id, node2Id].reduce((some, hostId) => sized(some, hostId), new HostFacts());
  return diskBusy(nodeCounters(nodeCounters(facts, node1Id), node2Id), managerId, 1);
}

function order(value: ClusterSpec, facts: HostFacts): readonly string[] {
  return advise(value, facts.at(observedAt)).map(({ duty, pressing }) => `${duty}${pressing ? '!' : ''}`);
}

describe('advise', () => {
  it('tells the duties of an idle manager, none of them pressing, and leaves idle nodes alone', () => {
    expect(order(spec, idle()).toSorted()).toEqual(['DATABASES', 'TRAFFIC', 'USER_STORAGE']);
    const messages = advise(spec, idle().at(observedAt)).map(({ message }) => message);
    expect(messages).toContainEqual(expect.stringMatching(/^Move user storage from manager to a file server: /));
  });

  it('has nothing to say of a manager that only balances', () => {
    expect(order(publicCluster(all(withFileServer, sharedByManager(0, 80))), idle())).toEqual([]);
  });

  it('puts user storage first where its disks are busy', () => {
    expect(order(spec, diskBusy(idle(), managerId, 90))).toContain('USER_STORAGE!');
    const full = sized(idle(), managerId, { diskFull: 95 });
    expect(order(spec, full)).toContain('USER_STORAGE!');
    const slow = nodeCounters(idle(), node1Id, { milliseconds: 90 });
    expect(order(spec, slow)[0]).toBe('USER_STORAGE!');
  });

  it('puts traffic first where programs wait for processors, before databases, which take longer to move', () => {
    expect(order(spec, sized(idle(), managerId, { processors: 2, load: 4 })).slice(0, 2)).toEqual([
      ...['TRAFFIC!', 'DATABASES!'],
    ]);
  });

  it('takes about as much memory for enough, as R-CM-7 does', () => {
    expect(order(spec, sized(idle(), managerId, { memoryGigabytes: 2.76 }))).not.toContain('TRAFFIC!');
    expect(order(spec, sized(idle(), managerId, { memoryGigabytes: 2.6 }))).toContain('TRAFFIC!');
  });

  it('takes the speed of a management card for no way of clients', () => {
    const serving = { name: 'eno1', holds: ['9.9.9.12'] };
    const facts = withLinks(idle(), node1Id, serving, { name: 'eno2', holds: ['172.16.0.11'] });
    const linked = (speeds: string): HostFacts => facts.answer(node1Id, linkSpeeds(), speeds);
    expect(order(spec, linked('eno1 10000\neno2 100\n'))).not.toContain('NODE_SHARE!');
    expect(order(spec, linked('eno1 100\neno2 10000\n'))).toContain('NODE_SHARE!');
  });

  it('advises for a node that waits, with the numbers', () => {
    const [first] = advise(spec, sized(idle(), node2Id, { processors: 2, load: 6 }).at(observedAt));
    expect(first).toMatchObject({
      ...{ duty: 'NODE_SHARE', hostId: node2Id, pressing: true, messageCode: 'RELIEVE_NODE' },
      message: expect.stringContaining('Send node node2 less, or add a node'),
      ruleIds: ['R-NODE-5', 'R-RES-6', 'R-RES-4'],
    });
    expect(first?.measures.map(({ name, value, limit }) => ({ name, value, limit }))).toEqual([
      { name: 'LOAD_PER_PROCESSOR', value: 3, limit: 0.7 },
      { name: 'SHARE_MILLISECONDS', value: 2, limit: 20 },
      { name: 'LINK_MEGABITS', value: 10_000, limit: 1000 },
      { name: 'WEIGHT_PERCENT', value: 33.33, limit: null },
    ]);
    expect(first?.measures[0]?.evidence.map(({ hostId, probeId }) => `${hostId} ${probeId}`)).toEqual([
      ...[`${node2Id} system.load`, `${node2Id} system.processors`],
    ]);
  });

  it('says what to declare, and which looks would tell what is not known', () => {
    const advices = advise(spec, new HostFacts().at(observedAt));
    expect(advices.map(({ duty, pressing }) => ({ duty, pressing }))).toEqual([
      { duty: 'TRAFFIC', pressing: false },
      { duty: 'DATABASES', pressing: false },
      { duty: 'USER_STORAGE', pressing: false },
    ]);
    for (const { remedies } of advices)
      expect(remedies.map(({ mutation }) => mutation)).toEqual([null, 'observeHosts']);
    expect(advices[0]?.remedies[0]?.title).toBe('Declare weight 0 for manager at 9.9.9.100:80');
    expect(advices[0]?.measures.every(({ evidence }) => evidence.length === 0)).toBe(true);
  });

  it('asks for a node first where there is none', () => {
    const alone = publicCluster(
      all(withDefaultDuties, ({ core }) => {
        core.members = core.members.filter(({ role }) => role !== 'NODE');
      }),
    );
    const [first] = advise(alone, new HostFacts().at(observedAt));
    expect(first?.remedies[0]?.title).toBe('Declare a node, and weight 0 for manager where connections are balanced');
  });
});
