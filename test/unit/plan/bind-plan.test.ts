import { bindPlan } from '../../../src/plan/bind-plan.js';
import type { DecidedStep, DecidedUnit, UnitDecision } from '../../../src/plan/decided-plan.js';
import type { Change } from '../../../src/steps/change.js';
import { promise } from '../../../src/steps/planned-change.js';

const host = 'a7a3f3a4-56fb-4f0a-9bb5-1f6b2f9f5a01';
const making: Change = { do: 'makeDirectory', path: '/a', mode: '0755', owner: 'root', group: 'root' };

/** What a unit is bound to that was decided so. */
function boundTo(decision: UnitDecision, changes: readonly Change[]): unknown {
  const decided: DecidedUnit = {
    ...{ key: '/a', decision, summary: '', conditionalOn: null, evidence: [] },
    changes: changes.map((change) => ({ change, contentBefore: null })),
  };
  const step: DecidedStep = {
    ...{ kind: 'storage.directory', version: 1, key: '/a' },
    direction: 'MAKE',
    units: [{ key: '/a', input: {}, planned: null }],
    decided: [decided],
  };
  const plan = bindPlan({ tasks: [{ hostId: host, kind: 'STEPS', phase: 'PREPARE', steps: [step], needs: [] }] });
  return plan.tasks[0]?.steps[0]?.units[0]?.planned;
}

describe('a step of a plan that is applied', () => {
  it.each(['CHANGE', 'WAITS'] as const)('is bound to the changes that were shown of it where it was %s', (decision) => {
    expect(boundTo(decision, [making])).toEqual([promise(making)]);
  });

  it.each(['UNCHANGED', 'CONFLICT', 'WAITS'] as const)(
    'changes nothing where it was %s and no change was shown',
    (decision) => {
      expect(boundTo(decision, [])).toEqual([]);
    },
  );

  it.each(['CONDITIONAL', 'UNKNOWN'] as const)('is bound to nothing where it was %s, which says so', (decision) => {
    expect(boundTo(decision, [making])).toBeNull();
  });
});
