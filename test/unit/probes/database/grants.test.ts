import { grants, grantsByUser } from '../../../../src/probes/database/grants.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import notAllowed from '../fixtures/grants/not-allowed.json';
import withAccount from '../fixtures/grants/with-account.json';

describe('grants', () => {
  it('reads who may work in which database, whose name is escaped in the grant', () => {
    expectKnown(grants(), withAccount, [{ user: 'shop', host: '10.0.0.2', database: 'shop_data' }]);
  });

  it('keeps a pattern that was meant as one', () => {
    const answer = printed(JSON.stringify([{ user_name: 'a', host_name: '%', database_name: 'a\\_%' }]));
    expectKnown(grants(), answer, [{ user: 'a', host: '%', database: 'a_%' }]);
  });

  it('is unknown to a login that may not see them', () => {
    expectUnknown(grants(), notAllowed, "ended with 1142: SELECT command denied to user 'plain'");
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(grants(), answer, reason),
  );
});

describe('what an answer says of one user', () => {
  const others = ['stranger', 'shop2', 'Shop'].map((user_name) => ({
    user_name,
    host_name: '%',
    database_name: user_name,
  }));
  const shared = { ...withAccount, stdout: `${withAccount.stdout.slice(0, -1)},${JSON.stringify(others).slice(1)}` };
  const seenOf = grantsByUser({ command: 'SELECT', ...shared });

  it('is that one alone, as it was answered, and says so', () => {
    expect(seenOf('shop')).toEqual({ ...withAccount, command: 'SELECT\n-- of the answer, what is of user shop' });
  });

  it('is nothing of one that the server does not have', () => {
    expect(seenOf('baker').stdout).toBe('[]');
  });
});
