import { planHostKey, planObserve } from '../../../src/plan/plan-observe.js';

describe('plans without steps', () => {
  it('looks at every host once, all at the same time', () => {
    expect(planObserve(['a', 'b', 'a']).tasks).toEqual([
      { hostId: 'a', kind: 'OBSERVE', phase: 'PREPARE', steps: [], needs: [] },
      { hostId: 'b', kind: 'OBSERVE', phase: 'PREPARE', steps: [], needs: [] },
    ]);
  });

  it('asks a host for its key', () => {
    expect(planHostKey(['a']).tasks.map(({ kind }) => kind)).toEqual(['HOST_KEY']);
  });
});
