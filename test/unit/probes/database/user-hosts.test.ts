import { userHosts } from '../../../../src/probes/database/user-hosts.js';
import { expectKnown, expectUnknown, failingQueries } from '../failing-answers.js';
import none from '../fixtures/user-hosts/none.json';
import two from '../fixtures/user-hosts/two.json';

describe('userHosts', () => {
  it('reads from where a user may come, also when it does not exist', () => {
    expectKnown(userHosts('shop'), two, ['%', '10.0.0.2']);
    expectKnown(userHosts('nobody'), none, []);
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(userHosts('shop'), answer, reason),
  );
});
