import { ruleLooksByHost, stepLooksByHost } from '../../../src/commands/looks-by-host.js';
import { looksNeeded } from '../../../src/rules/looks-needed.js';
import { stepRegistry } from '../../../src/steps/registry.js';
import { dualCluster, managerId, node1Id, publicCluster, withFileServer } from '../rules/clusters.js';

const clusters = [
  ['two networks', dualCluster()],
  ['a file server', publicCluster(withFileServer)],
] as const;

describe.each(clusters)('by host, with %s', (_, spec) => {
  it('rules ask each host what they ask of it, and nobody else', () => {
    const byHost = ruleLooksByHost(spec);
    const asked = [...byHost].flatMap(([hostId, probes]) => probes.map(({ id }) => `${hostId} ${id}`));
    expect(asked.sort()).toEqual(
      looksNeeded(spec)
        .map(({ hostId, probe }) => `${hostId} ${probe.id}`)
        .sort(),
    );
    expect(byHost.get(managerId)?.length).toBeGreaterThan(0);
  });

  it('steps look at each host as they do on it', () => {
    const ofNode = stepRegistry.flatMap((step) => step.demandedBy(spec)).filter(({ hostId }) => hostId === node1Id);
    const asked = stepLooksByHost(spec)
      .get(node1Id)
      ?.map(({ id }) => id);
    expect(asked).toEqual(ofNode.flatMap(({ unit }) => unit.probes.map(({ id }) => id)));
    expect(ofNode.length).toBeGreaterThan(0);
  });
});
