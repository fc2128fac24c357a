import { planRepair } from '../../../src/plan/plan-repair.js';
import { anySpec, fakeKind } from './fake-kinds.js';

describe('the plan of a repair', () => {
  it('lets every step decide again and removes what the value no longer demands', () => {
    const registry = [fakeKind('package', [{ kind: 'package', host: 'a', key: 'kept' }])];
    const row = { kind: 'package', version: 1, origin: 'CREATED', firstLook: {} } as const;
    const ledger = [
      {
        ...row,
        hostId: 'a',
        key: 'kept',
        input: { host: 'a', key: 'kept', content: '', needs: [], reads: [], writes: [] },
      },
      { ...row, hostId: 'a', key: 'gone', input: { host: 'a', key: 'gone' } },
    ];
    const [task] = planRepair(anySpec, ledger, registry).tasks;
    expect(task?.steps.map(({ direction, key }) => `${direction} ${key}`)).toEqual(['MAKE kept', 'REMOVE gone']);
  });
});
