import { databaseLogin } from '../../../../src/probes/database/database-login.js';
import { expectKnown, expectUnknown } from '../failing-answers.js';
import admitted from '../fixtures/database-login/in.json';
import refused from '../fixtures/database-login/refused.json';

const password = { secretId: '01900000-0000-7000-8000-000000000009', version: 2 };
const probe = databaseLogin('shop', password);

describe('databaseLogin', () => {
  it('tells from where a password lets in, and whether it does', () => {
    expectKnown(probe, admitted, { entered: '10.77.1.11', cameFrom: null });
    expectKnown(probe, refused, { entered: null, cameFrom: '10.77.1.11' });
    const mapped = { ...refused, stderr: refused.stderr.replace('10.77.1.11', '::ffff:10.77.1.11') };
    expectKnown(probe, mapped, { entered: null, cameFrom: '10.77.1.11' });
  });

  it.each([1130, 1698])('knows that the user cannot get in after error %s', (exitCode) => {
    expectKnown(probe, { exitCode, stdout: '', stderr: 'not allowed' }, { entered: null, cameFrom: null });
  });

  it('tells from where a host without any user came', () => {
    const stderr = "Host '10.77.1.13' is not allowed to connect to this MariaDB server";
    expectKnown(probe, { exitCode: 1130, stdout: '', stderr }, { entered: null, cameFrom: '10.77.1.13' });
  });

  it('is another question for another version of the password', () => {
    expect(databaseLogin('shop', { ...password, version: 3 }).id).not.toBe(probe.id);
  });

  it('is unknown when the server cannot be reached or is full', () => {
    const stdout = '';
    expectUnknown(probe, { exitCode: 2003, stdout, stderr: 'no answer' }, 'the login ended with 2003: no answer');
    expectUnknown(probe, { exitCode: 1040, stdout, stderr: 'Too many connections' }, 'the login ended with 1040');
  });
});
