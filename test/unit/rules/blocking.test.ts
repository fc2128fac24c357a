import { blocking } from '../../../src/rules/blocking.js';
import { aFinding } from './a-finding.js';

const warning = aFinding({ severity: 'WARNING' });
const acknowledged = [{ rule: 'R-X-1', subject: 'Host node1' }];

describe('blocking', () => {
  it('refuses for an error, whatever is acknowledged', () => {
    const error = aFinding({});
    expect(blocking([error], acknowledged)).toEqual([error]);
  });

  it('refuses for a warning until it is acknowledged by rule and subject', () => {
    expect(blocking([warning], [])).toEqual([warning]);
    expect(blocking([warning], acknowledged)).toEqual([]);
  });

  it.each([
    [{ rule: 'R-X-2', subject: 'Host node1' }],
    [{ rule: 'R-X-1', subject: 'Host node2' }],
    [{ rule: 'R-X-1', subject: 'node1' }],
    [{ rule: 'R-X-1', subject: '' }],
  ])('does not take %j for the acknowledgement', (other) => {
    expect(blocking([warning], [other])).toEqual([warning]);
  });

  it('refuses for what is unknown before anything is touched, and no acknowledgement helps', () => {
    const unknown = aFinding({ severity: 'WARNING', verdict: 'UNKNOWN' });
    expect(blocking([unknown], acknowledged)).toEqual([unknown]);
  });

  it('lets pass what only steps can make known', () => {
    expect(blocking([aFinding({ verdict: 'UNKNOWN', moment: 'after' })], [])).toEqual([]);
  });

  it('lets pass information and whatever is met or not applicable', () => {
    const harmless = [
      aFinding({ severity: 'INFO' }),
      aFinding({ severity: 'INFO', verdict: 'UNKNOWN' }),
      aFinding({ verdict: 'MET' }),
      aFinding({ verdict: 'NOT_APPLICABLE' }),
    ];
    expect(blocking(harmless, [])).toEqual([]);
  });
});
