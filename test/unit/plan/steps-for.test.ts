import { stepsFor } from '../../../src/plan/steps-for.js';
import { anySpec, fakeKind } from './fake-kinds.js';

describe('the steps that a value demands', () => {
  it('lists a step once that is demanded twice with the same input', () => {
    const step = { kind: 'package', host: 'a', key: 'x' };
    expect(stepsFor(anySpec, [fakeKind('package', [step, { ...step }])])).toHaveLength(1);
  });

  it('refuses two inputs for one step, because the value contradicts itself', () => {
    const step = { kind: 'package', host: 'a', key: 'x' };
    const registry = [fakeKind('package', [step, { ...step, content: 'other' }])];
    expect(() => stepsFor(anySpec, registry)).toThrow('package/x is demanded twice of host a');
  });

  it('keeps the order of the registry', () => {
    const steps = [
      { kind: 'later', host: 'a', key: 'x' },
      { kind: 'sooner', host: 'b', key: 'x' },
    ];
    const registry = [fakeKind('sooner', steps), fakeKind('later', steps)];
    expect(stepsFor(anySpec, registry).map(({ unit }) => unit.kind)).toEqual(['sooner', 'later']);
  });
});
