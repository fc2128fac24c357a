import { usersFromAnywhere } from '../../../../src/probes/database/users-from-anywhere.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import notAllowed from '../fixtures/grants/not-allowed.json';

describe('usersFromAnywhere', () => {
  it('reads them with where they may come from', () => {
    const rows = [
      { user_name: 'bakery', host_name: '%' },
      { user_name: 'shop', host_name: '%.example.com' },
    ];
    expectKnown(usersFromAnywhere(), printed(JSON.stringify(rows)), [
      { user: 'bakery', host: '%' },
      { user: 'shop', host: '%.example.com' },
    ]);
    expectKnown(usersFromAnywhere(), printed('[]'), []);
  });

  it('is unknown to a login that may not see them', () => {
    expectUnknown(usersFromAnywhere(), notAllowed, 'ended with 1142: SELECT command denied');
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(usersFromAnywhere(), answer, reason),
  );
});
