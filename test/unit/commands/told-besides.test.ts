import { toldBesides } from '../../../src/commands/told-besides.js';
import { aFinding } from '../rules/a-finding.js';

const quotas = aFinding({ messageCode: 'NO_GROUP_QUOTAS', message: 'No quotas by group.' });
const tools = aFinding({ messageCode: 'NO_QUOTA_TOOLS', message: 'No tools.' });
const other = aFinding({ messageCode: 'MASKED', message: 'A unit is masked.' });

describe('events that a violation has besides its own', () => {
  it('are told whatever else the rule says of the subject', () => {
    const told = [
      { kind: 'storage.quota_not_enforced', hostId: 'node1', details: { message: quotas.message, remedies: [] } },
    ];
    expect(toldBesides([quotas, other])).toEqual(told);
    expect(toldBesides([other, quotas])).toEqual(told);
    expect(toldBesides([other])).toEqual([]);
  });

  it('are one of a kind for each rule and subject', () => {
    const stale = aFinding({ messageCode: 'LOGS_STALE', message: 'Logs are stale.' });
    const told = toldBesides([quotas, stale, tools, { ...tools, moment: 'after' }]);
    expect(told.map(({ kind, details }) => [kind, details?.['message']])).toEqual([
      ['node.log_share_stale', 'Logs are stale.'],
      ['storage.quota_not_enforced', 'No quotas by group. No tools.'],
    ]);
  });
});
