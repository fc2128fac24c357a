import { rootRights } from '../../../../src/probes/database/root-rights.js';
import { expectKnown, expectUnknown, failingQueries, printed } from '../failing-answers.js';
import plainUser from '../fixtures/root-rights/plain-user.json';
import readOnly from '../fixtures/root-rights/read-only.json';
import refusedLogin from '../fixtures/root-rights/refused-login.json';
import root from '../fixtures/root-rights/root.json';

const version = '10.11.19-MariaDB-0+deb12u1';

describe('rootRights', () => {
  it('reads what root may pass on, and that the server takes writes', () => {
    const reading = rootRights().parse(root);
    if (!reading.known) throw new Error('root was not admitted');
    expect(reading.value).toMatchObject({ readOnly: false, version });
    expect(reading.value.grantable).toContain('CREATE USER');
  });

  it('sees that a server is read-only', () => {
    const reading = rootRights().parse(readOnly);
    expect(reading).toMatchObject({ known: true, value: { readOnly: true } });
  });

  // Values of `read_only` in the release notes of MariaDB 12.0.1; before, and on MySQL, they are numbers.
  it.each([
    ['OFF', false],
    ['ON', true],
    ['NO_LOCK', true],
    ['NO_LOCK_NO_ADMIN', true],
  ])('takes read_only = %s of MariaDB from 12.0.1 on for what it says', (word, isReadOnly) => {
    const stdout = root.stdout.replaceAll('"locked":"0"', `"locked":"${word}"`);
    expect(rootRights().parse({ ...root, stdout })).toMatchObject({ known: true, value: { readOnly: isReadOnly } });
  });

  it('is unknown where read_only has a value that nobody knows', () => {
    const stdout = root.stdout.replaceAll('"locked":"0"', '"locked":"PARTLY"');
    expectUnknown(rootRights(), { ...root, stdout }, 'a read_only that is not known: PARTLY');
  });

  it('does not count what cannot be passed on', () => {
    const value = { grantable: new Set<string>(), readOnly: false, version };
    expectKnown(rootRights(), plainUser, value);
  });

  it('is unknown when the login is refused, in the words of the server', () => {
    const refusal = "Access denied for user 'root'@'198.18.1.1' (using password: YES)";
    expectUnknown(rootRights(), refusedLogin, `the query for privileges ended with 1045: ${refusal}`);
  });

  it('is unknown when the server lists no privileges at all', () => {
    expectUnknown(rootRights(), printed('[]'), 'the server lists no privileges for the login');
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(rootRights(), answer, reason),
  );
});
