import { processors } from '../../../../src/probes/system/processors.js';
import { enoughProcessors } from '../../../../src/rules/resources/r-res-1-processors.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { printedProcessors } from '../system-prints.js';

const spec = publicCluster();
const all = [managerId, node1Id, node2Id];

function goodFacts(): HostFacts {
  const facts = new HostFacts();
  for (const hostId of all) facts.answer(hostId, processors(), printedProcessors(2));
  return facts;
}

const ofNode2 = {
  subject: `Host ${node2Id}`,
  severity: 'WARNING',
  field: ['members', '2'],
  remedy: 'declare',
} as const;

describe('R-RES-1', () => {
  it('is met by two processors', () => {
    expectMet(enoughProcessors, { spec, facts: goodFacts() });
  });

  it('warns of a single one', () => {
    const facts = goodFacts().answer(node2Id, processors(), printedProcessors(1));
    expectViolated(enoughProcessors, { spec, facts }, [
      { ...ofNode2, code: 'TOO_FEW_PROCESSORS', message: 'node2 has 1 processor; about 2 are the least' },
    ]);
  });

  it('warns of processors that are too old for 64-bit programs, and not where nobody tells', () => {
    const facts = goodFacts()
      .answer(node1Id, processors(), '2\n{"lscpu":[]}\n')
      .answer(node2Id, processors(), printedProcessors(4, '32-bit'));
    expectViolated(enoughProcessors, { spec, facts }, [
      { ...ofNode2, code: 'OLD_PROCESSOR', message: 'The processor of node2 (of no name) cannot run 64-bit programs' },
    ]);
  });

  it('is unknown without looks', () => {
    expectUnknown(
      enoughProcessors,
      { spec },
      all.map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId })),
    );
  });
});
