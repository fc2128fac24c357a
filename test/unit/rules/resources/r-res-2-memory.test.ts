import { memory } from '../../../../src/probes/system/memory.js';
import { enoughMemory } from '../../../../src/rules/resources/r-res-2-memory.rule.js';
import labHost from '../../probes/fixtures/memory/debian.json';
import { node2Id } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { allAnswer, describeWithoutLooks, ofNode2, spec } from './sized-servers.js';

const printed = (bytes: number): string => `MemTotal:  ${Math.ceil(bytes / 1024)} kB\n`;
const good = (): ReturnType<typeof allAnswer> => allAnswer(memory(), printed(2e9));

describe('R-RES-2', () => {
  it('is met by 2 GB, and by a tenth less, which the kernel keeps for itself', () => {
    expectMet(enoughMemory, { spec, facts: good() });
    expectMet(enoughMemory, { spec, facts: good().answer(node2Id, memory(), printed(1.8e9)) });
  });

  it('warns of less, as lab hosts have it', () => {
    const facts = good().answer(node2Id, memory(), labHost);
    expectViolated(enoughMemory, { spec, facts }, [
      { ...ofNode2, code: 'LITTLE_MEMORY', message: 'node2 has 1.3 GB of memory; about 2 GB are good' },
    ]);
    const hardly = good().answer(node2Id, memory(), printed(0.9e9));
    expectViolated(enoughMemory, { spec, facts: hardly }, [{ ...ofNode2, code: 'LITTLE_MEMORY', message: '0.9 GB' }]);
  });

  it('warns of what servers do not get by with', () => {
    const facts = good().answer(node2Id, memory(), printed(0.8e9));
    expectViolated(enoughMemory, { spec, facts }, [
      { ...ofNode2, code: 'TOO_LITTLE_MEMORY', message: 'node2 has 0.8 GB of memory; below about 1 GB' },
    ]);
  });

  describeWithoutLooks(enoughMemory);
});
