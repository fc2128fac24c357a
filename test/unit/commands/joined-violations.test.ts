import { joinedViolations } from '../../../src/commands/joined-violations.js';
import { aFinding } from '../rules/a-finding.js';

const repair = { title: 'Repair', mutation: 'repairCluster', input: {}, command: null, hostId: null };
const byHand = { title: 'Clear it away', mutation: null, input: null, command: null, hostId: null };
const owed = aFinding({ messageCode: 'NOT_MADE', message: 'One is not made.', remedies: [repair] });
const changed = aFinding({ messageCode: 'NOT_AS_MADE', message: 'One is changed.', remedies: [repair, byHand] });

describe('violations as endpoints are told of them', () => {
  it('are one for each rule and subject, with all that is said of it', () => {
    expect(joinedViolations([owed, changed])).toEqual([
      { ...owed, message: 'One is not made. One is changed.', remedies: [repair, byHand] },
    ]);
  });

  it('have severity, code and parameters of the worst, whatever is said of it first', () => {
    const warning = { ...changed, severity: 'WARNING', parameters: { steps: 'changed' } } as const;
    const error = { ...owed, severity: 'ERROR', parameters: { steps: 'owed' } } as const;
    const worst = { severity: 'ERROR', messageCode: 'NOT_MADE', parameters: { steps: 'owed' } };
    expect(joinedViolations([warning, error])).toEqual([
      expect.objectContaining({ ...worst, message: 'One is changed. One is not made.' }),
    ]);
    expect(joinedViolations([error, warning])).toEqual([
      expect.objectContaining({ ...worst, message: 'One is not made. One is changed.' }),
    ]);
  });

  it('say once what a rule says before and after', () => {
    const after = { ...owed, moment: 'after' } as const;
    expect(joinedViolations([owed, after])).toEqual([after]);
    expect(joinedViolations([owed, changed, after]).map(({ message }) => message)).toEqual([
      'One is not made. One is changed.',
    ]);
  });

  it('are apart where they are of other subjects or rules', () => {
    const others = [aFinding({ subject: { kind: 'Host', id: 'node2' } }), aFinding({ ruleId: 'R-X-2' })];
    expect(joinedViolations([owed, ...others])).toEqual([owed, ...others]);
  });
});
