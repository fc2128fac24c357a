import { processors } from '../../../../src/probes/system/processors.js';
import { enoughProcessors } from '../../../../src/rules/resources/r-res-1-processors.rule.js';
import { node1Id, node2Id } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';
import { printedProcessors } from '../system-prints.js';
import { allAnswer, describeWithoutLooks, ofNode2, spec } from './sized-servers.js';

const good = (): ReturnType<typeof allAnswer> => allAnswer(processors(), printedProcessors(2));

describe('R-RES-1', () => {
  it('is met by two processors', () => {
    expectMet(enoughProcessors, { spec, facts: good() });
  });

  it('warns of a single one', () => {
    const facts = good().answer(node2Id, processors(), printedProcessors(1));
    expectViolated(enoughProcessors, { spec, facts }, [
      { ...ofNode2, code: 'TOO_FEW_PROCESSORS', message: 'node2 has 1 processor; about 2 are the least' },
    ]);
  });

  it('warns of processors that are too old for 64-bit programs, and not where nobody tells', () => {
    const facts = good()
      .answer(node1Id, processors(), '2\n{"lscpu":[]}\n')
      .answer(node2Id, processors(), printedProcessors(4, '32-bit'));
    expectViolated(enoughProcessors, { spec, facts }, [
      { ...ofNode2, code: 'OLD_PROCESSOR', message: 'The processor of node2 (of no name) cannot run 64-bit programs' },
    ]);
  });

  describeWithoutLooks(enoughProcessors);
});
