import { z } from 'zod';
import { outputOf } from '../../../quickstart/output-of.js';
import { arpSettingsPath } from '../../../src/steps/network/network-arp.step.js';
import type { OneCluster } from './one-cluster.js';
import { applyPlan, decisionsOf, lookFor, planOf, type ShownPlan } from './shown-plan.js';

const ownExports = 'find /etc -path "/etc/exports.d/hostwright*"';
const state = z.object({ cluster: z.object({ state: z.string() }) });

/** Tests of a cluster that is only declared; they leave it set up. */
export function plannedSetup(at: () => OneCluster): void {
  let plan: ShownPlan;

  async function planAfterALook(): Promise<ShownPlan> {
    const { server, declared } = at();
    const before = await planOf(server.client(), 'setUpCluster', { clusterId: declared.clusterId });
    await server.follow(await lookFor(server.client(), before));
    return planOf(server.client(), 'setUpCluster', { clusterId: declared.clusterId });
  }

  const clusterState = async (): Promise<string> => {
    const { server, declared } = at();
    const query = 'query ($id: ID!) { cluster(id: $id) { state } }';
    return (await server.client().request(query, { id: declared.clusterId }, state)).cluster.state;
  };

  it('that says of each step what it would do, once its hosts were looked at', async () => {
    const { server, declared } = at();
    expect(decisionsOf(await planOf(server.client(), 'setUpCluster', { clusterId: declared.clusterId }))).toContain(
      'UNKNOWN',
    );
    plan = await planAfterALook();
    const told = decisionsOf(plan).filter((decision) => !['CHANGE', 'CONDITIONAL', 'UNCHANGED'].includes(decision));
    expect(told).toEqual([]);
  });

  it('that does nothing where a host was changed by hand since, and leaves that alone', async () => {
    const { lab, server } = at();
    await outputOf(lab, 'node1', `echo '# by hand' >${arpSettingsPath}`);
    await expect(server.follow(await applyPlan(server.client(), plan))).rejects.toThrow(
      /PLAN_CHANGED: nothing was changed.*node1: network\.arp loopback was CHANGE .* and is CONFLICT: .* belongs to somebody else \(it lacks our mark\)$/s,
    );
    expect(await outputOf(lab, 'node1', `cat ${arpSettingsPath}`)).toBe('# by hand');
    expect(await outputOf(lab, 'manager', ownExports)).toBe('');
    expect(await clusterState()).toBe('DRAFT');
    await outputOf(lab, 'node1', `rm ${arpSettingsPath}`);
  });

  it('that sets it up as it was shown', async () => {
    const { lab, server } = at();
    plan = await planAfterALook();
    await server.follow(await applyPlan(server.client(), plan));
    expect(await clusterState()).toBe('ACTIVE');
    expect(await outputOf(lab, 'manager', ownExports)).not.toBe('');
  });
}
