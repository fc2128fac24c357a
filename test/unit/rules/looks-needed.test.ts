import { unknown } from '../../../src/probes/probe.js';
import { looksNeeded } from '../../../src/rules/looks-needed.js';
import { ruleRegistry } from '../../../src/rules/registry.js';
import { judge } from '../../../src/rules/judge.js';
import type { RuleFacts } from '../../../src/rules/rule.js';
import {
  databaseHostId,
  dualCluster,
  fileServerId,
  managerId,
  node1Id,
  publicCluster,
  withFileServer,
  withLocalDatabase,
} from './clusters.js';
import { HostFacts, observedAt } from './host-facts.js';

const clusters = [
  ['storage on the manager', publicCluster()],
  ['two networks', dualCluster()],
  ['a file server', publicCluster(withFileServer)],
  ["the manager's own database server", publicCluster(withLocalDatabase)],
] as const;

/** Facts that note every question of the rules and answer none. */
function notingFacts(asked: Set<string>): RuleFacts {
  return {
    ...new HostFacts().at(observedAt),
    read: (hostId, probe) => {
      asked.add(`${hostId} ${probe.id}`);
      return unknown('for the test');
    },
  };
}

describe('looksNeeded', () => {
  it.each(clusters)('names everything that the rules read, each question once, with %s', (_, spec) => {
    const asked = new Set<string>();
    judge(spec, notingFacts(asked), ['declared', 'before', 'after'], { draft: false });
    const looks = looksNeeded(spec).map(({ hostId, probe }) => `${hostId} ${probe.id}`);
    expect(new Set(looks).size).toBe(looks.length);
    expect(looks.toSorted()).toEqual([...asked].toSorted());
  });

  it('asks a question of several rules once', () => {
    const spec = publicCluster();
    const all = ruleRegistry.flatMap((rule) => rule.looks(spec)).filter(({ probe }) => probe.id === 'storage.mounts');
    const once = looksNeeded(spec).filter(({ probe }) => probe.id === 'storage.mounts');
    expect(all.length).toBeGreaterThan(once.length);
    expect(once.length).toBe(3);
  });

  it('asks the database server by SQL, the others by shell', () => {
    const ways = new Map<string, Set<string>>();
    for (const { hostId, probe } of looksNeeded(publicCluster(withFileServer))) {
      ways.set(hostId, (ways.get(hostId) ?? new Set()).add(probe.question.via));
    }
    expect(ways.get(databaseHostId)).toEqual(new Set(['sql']));
    expect(ways.get(managerId)).toEqual(new Set(['shell']));
    expect(ways.get(node1Id)).toEqual(new Set(['shell']));
    expect(ways.get(fileServerId)).toEqual(new Set(['shell']));
  });
});
