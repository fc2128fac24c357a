import { availableParallelism } from 'node:os';
import { allowedProcessors, processorOf } from '../../lab/processors.js';

describe('the processors that lab hosts run on', () => {
  it.each([
    ['0', [0]],
    ['0-3', [0, 1, 2, 3]],
    ['1,4-5,9', [1, 4, 5, 9]],
  ])('are those of the list %s', (list, processors) => {
    expect(allowedProcessors(`Name:\tnode\nCpus_allowed_list:\t${list}\nvoluntary_ctxt_switches:\t1\n`)).toEqual(
      processors,
    );
  });

  it.each(['', 'Cpus_allowed:\t3\n', 'Cpus_allowed_list:\tx-y\n'])('are an error where %j tells none', (status) => {
    expect(() => allowedProcessors(status)).toThrow(/tells no processors/);
  });

  it('are taken in turn', () => {
    const taken = new Set(Array.from({ length: 2 * availableParallelism() }, (_, number) => processorOf(number)));
    expect(taken.size).toBe(availableParallelism());
  });
});
