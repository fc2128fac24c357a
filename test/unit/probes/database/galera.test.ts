import { galera } from '../../../../src/probes/database/galera.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import clustered from '../fixtures/galera/galera.json';
import single from '../fixtures/galera/single.json';

describe('galera', () => {
  it('tells a member of a cluster from a single server', () => {
    expectKnown(galera(), clustered, true);
    expectKnown(galera(), single, false);
  });

  it('takes a server that does not know the variable for a single one', () => {
    expectKnown(galera(), printed('[]'), false);
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(galera(), answer, reason),
  );
});
