import { userPrivileges } from '../../../../src/probes/database/user-privileges.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import none from '../fixtures/user-privileges/none.json';
import shop from '../fixtures/user-privileges/shop.json';

describe('userPrivileges', () => {
  it('reads what a user may do in a database and everywhere, from each address', () => {
    const reading = userPrivileges('shop').parse(shop);
    if (!reading.known) throw new Error(reading.reason);
    expect(reading.value).toContainEqual({ host: '10.0.0.2', pattern: 'shop\\_data', privilege: 'SELECT' });
    expect(reading.value.filter(({ host }) => host === '%')).toEqual([
      { host: '%', pattern: '*.*', privilege: 'PROCESS' },
    ]);
  });

  it('reads a user who is nobody as one without privileges', () => {
    expectKnown(userPrivileges('nobody'), none, []);
  });

  it('finds the address of a user whose name has an @', () => {
    const row = { grantee: "'a@b'@'10.0.0.2'", pattern: '*.*', privilege: 'select' };
    expectKnown(userPrivileges('a@b'), printed(JSON.stringify([row])), [
      { host: '10.0.0.2', pattern: '*.*', privilege: 'SELECT' },
    ]);
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(userPrivileges('shop'), answer, reason),
  );
});
