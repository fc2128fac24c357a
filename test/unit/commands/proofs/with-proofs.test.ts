import { proofsAfterChange, withProofs } from '../../../../src/commands/proofs/with-proofs.js';
import type { Plan, PlannedTask } from '../../../../src/plan/plan.js';
import { dualCluster, managerId, node1Id, node2Id } from '../../rules/clusters.js';

const task = (hostId: string, ...needs: number[]): PlannedTask => ({
  ...{ hostId, kind: 'STEPS', phase: 'STORAGE', steps: [], needs },
});
const plan: Plan = { tasks: [task(managerId), task(node1Id, 0), task(node2Id, 0), task(node1Id, 1)] };

describe('a plan that is proved', () => {
  it('tries on each host once that and those who serve it are done, and what others of the proof wait for', () => {
    const { tasks } = withProofs(plan, dualCluster(), ['LOCK_RACE', 'QUOTA_REFUSED'], 'abc');
    expect(tasks.slice(0, 4)).toEqual(plan.tasks);
    expect(tasks.slice(4).map(({ hostId, kind, needs }) => [hostId, kind, needs])).toEqual([
      [node1Id, 'PROOF', [0, 1, 3]],
      [node2Id, 'PROOF', [0, 2, 4]],
      [node1Id, 'PROOF', [0, 1, 3, 5]],
      [managerId, 'PROOF', [0]],
      [node2Id, 'PROOF', [0, 2, 7]],
      [managerId, 'PROOF', [0, 8]],
    ]);
  });

  it('is the same where nothing is to be tried', () => {
    expect(withProofs(plan, dualCluster(), [], 'abc')).toBe(plan);
  });

  it('tries all that nobody has to watch from outside', () => {
    expect(proofsAfterChange(dualCluster())).toEqual([
      ...['TRIAL_MOUNT', 'LOCK_RACE', 'QUOTA_REFUSED', 'DATABASE_LOGIN'],
    ]);
  });
});
