import { introduced } from '../../../src/rules/introduced.js';
import { aFinding } from './a-finding.js';

const onNode1 = aFinding({ subject: { kind: 'Host', id: 'node1' } });
const onNode2 = aFinding({ subject: { kind: 'Host', id: 'node2' } });

describe('introduced', () => {
  it('keeps what the accepted value does not have', () => {
    expect(introduced([onNode1, onNode2], [onNode1])).toEqual([onNode2]);
    expect(introduced([onNode1], [])).toEqual([onNode1]);
  });

  it('forgives an old violation, and an edit that repairs one', () => {
    expect(introduced([onNode1], [onNode1, onNode2])).toEqual([]);
    expect(introduced([], [onNode1])).toEqual([]);
  });

  it('keeps what became worse, and forgives what became better', () => {
    const warning = aFinding({ severity: 'WARNING' });
    const error = aFinding({ severity: 'ERROR' });
    expect(introduced([error], [warning])).toEqual([error]);
    expect(introduced([warning], [error])).toEqual([]);
  });

  it('keeps what there is more of, and forgives as much or less', () => {
    const [one, two] = [aFinding({ extent: 1 }), aFinding({ extent: 2 })];
    expect(introduced([two], [one])).toEqual([two]);
    expect(introduced([one], [two])).toEqual([]);
    expect(introduced([two], [two])).toEqual([]);
    expect(introduced([aFinding({ severity: 'WARNING', extent: 9 })], [one])).toEqual([]);
  });

  it('lets an old violation excuse one new one, not two', () => {
    const again = aFinding({ parameters: { host: 'node2' } });
    expect(introduced([aFinding({}), again], [aFinding({})])).toEqual([again]);
  });

  it('lets the worst of several old ones excuse first', () => {
    const warning = aFinding({ severity: 'WARNING' });
    const error = aFinding({ severity: 'ERROR' });
    expect(introduced([error, warning], [warning, error])).toEqual([]);
  });

  it.each([
    ['rule', { ruleId: 'R-Y-2' }],
    ['moment', { moment: 'after' }],
    ['message', { messageCode: 'ANOTHER' }],
    ['verdict', { verdict: 'UNKNOWN' }],
  ] as const)('does not forgive another %s', (_, difference) => {
    const other = aFinding(difference);
    expect(introduced([other], [aFinding({})])).toEqual([other]);
  });

  it('leaves out what never stands in the way', () => {
    const harmless = [
      aFinding({ verdict: 'MET' }),
      aFinding({ verdict: 'NOT_APPLICABLE' }),
      aFinding({ severity: 'INFO' }),
      aFinding({ severity: 'INFO', verdict: 'UNKNOWN' }),
    ];
    expect(introduced(harmless, [])).toEqual([]);
  });

  it('does not let what was information excuse an error', () => {
    expect(introduced([onNode1], [{ ...onNode1, severity: 'INFO' }])).toEqual([onNode1]);
  });
});
