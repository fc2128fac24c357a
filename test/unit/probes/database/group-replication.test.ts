import { groupReplication } from '../../../../src/probes/database/group-replication.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import single from '../fixtures/group-replication/single.json';

describe('groupReplication', () => {
  it('takes a server without the table for a single one', () => {
    expectKnown(groupReplication(), single, false);
  });

  it.each([
    ['OFFLINE', false],
    ['', false],
    ['ONLINE', true],
    ['RECOVERING', true],
    ['UNREACHABLE', true],
  ])('reads a server that lists itself as "%s" as member: %s', (state, member) => {
    expectKnown(groupReplication(), printed(JSON.stringify([{ state }])), member);
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(groupReplication(), answer, reason),
  );
});
