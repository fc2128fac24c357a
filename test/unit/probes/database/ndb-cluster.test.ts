import { ndbCluster } from '../../../../src/probes/database/ndb-cluster.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import single from '../fixtures/ndb-cluster/single.json';

describe('ndbCluster', () => {
  it('takes a server that does not know the engine for a single one', () => {
    expectKnown(ndbCluster(), single, false);
  });

  it.each([
    ['YES', true],
    ['DEFAULT', true],
    ['NO', false],
    ['DISABLED', false],
  ])('reads support %s as member: %s', (support, member) => {
    expectKnown(ndbCluster(), printed(JSON.stringify([{ support }])), member);
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(ndbCluster(), answer, reason),
  );
});
