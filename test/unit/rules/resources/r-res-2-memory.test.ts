import { memory } from '../../../../src/probes/system/memory.js';
import { enoughMemory } from '../../../../src/rules/resources/r-res-2-memory.rule.js';
import labHost from '../../probes/fixtures/memory/debian.json';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const spec = publicCluster();
const all = [managerId, node1Id, node2Id];
const printed = (bytes: number): string => `MemTotal:  ${Math.ceil(bytes / 1024)} kB\n`;

function goodFacts(): HostFacts {
  const facts = new HostFacts();
  for (const hostId of all) facts.answer(hostId, memory(), printed(2e9));
  return facts;
}

const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'WARNING',
  field: ['members', '2'],
  remedy: 'declare',
} as const;

describe('R-RES-2', () => {
  it('is met by 2 GB, and by a tenth less, which the kernel keeps for itself', () => {
    expectMet(enoughMemory, { spec, facts: goodFacts() });
    expectMet(enoughMemory, { spec, facts: goodFacts().answer(node2Id, memory(), printed(1.8e9)) });
  });

  it('warns of less, as lab hosts have it', () => {
    const facts = goodFacts().answer(node2Id, memory(), labHost);
    expectViolated(enoughMemory, { spec, facts }, [
      { ...ofNode2, code: 'LITTLE_MEMORY', message: 'node2 has 1.3 GB of memory; about 2 GB are good' },
    ]);
    const hardly = goodFacts().answer(node2Id, memory(), printed(0.9e9));
    expectViolated(enoughMemory, { spec, facts: hardly }, [{ ...ofNode2, code: 'LITTLE_MEMORY', message: '0.9 GB' }]);
  });

  it('warns of what servers do not get by with', () => {
    const facts = goodFacts().answer(node2Id, memory(), printed(0.8e9));
    expectViolated(enoughMemory, { spec, facts }, [
      { ...ofNode2, code: 'TOO_LITTLE_MEMORY', message: 'node2 has 0.8 GB of memory; below about 1 GB' },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(
      enoughMemory,
      { spec },
      all.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
});
