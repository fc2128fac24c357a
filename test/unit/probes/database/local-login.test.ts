import { localLogin } from '../../../../src/probes/database/local-login.js';
import { secretsOfQuestions } from '../../../../src/steps/harness/secret-refs.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

const password = { secretId: '01900000-0000-7000-8000-000000000009', version: 2 };
const probe = localLogin('hostwright_0123456789ab', '10.77.1.210', password);

/** As the client of MariaDB 10.11 has it. */
const beforeHandshake =
  "ERROR 2002 (HY000): Received error packet before completion of TLS handshake. The authenticity of the following error cannot be verified: 1130 - Host '10.77.1.210' is not allowed to connect to this MariaDB server\n";

describe('localLogin', () => {
  it.each([
    [true, printed('1\n1\n')],
    [false, { exitCode: 1, stdout: '', stderr: "ERROR 1045 (28000): Access denied for user 'x'@'10.77.1.210'\n" }],
    [false, { exitCode: 1, stdout: '', stderr: "ERROR 1130 (HY000): Host '10.77.1.210' is not allowed to connect\n" }],
    [false, { exitCode: 1, stdout: '', stderr: beforeHandshake }],
    [false, { exitCode: 1, stdout: '', stderr: "ERROR 1698 (28000): Access denied for user 'x'@'10.77.1.210'\n" }],
  ])('knows whether it gets in: %s', (letIn, answer) => expectKnown(probe, answer, letIn));

  it('is another question for another version of the password, and has it opened', () => {
    expect(localLogin('hostwright_0123456789ab', '10.77.1.210', { ...password, version: 3 }).id).not.toBe(probe.id);
    expect(secretsOfQuestions([probe.question])).toEqual([password]);
  });

  it('is unknown where nobody listens', () => {
    const stderr = "ERROR 2002 (HY000): Can't connect to server on '10.77.1.210' (115)\n";
    expectUnknown(probe, { exitCode: 1, stdout: '', stderr }, 'mariadb ended with 1: ERROR 2002');
  });

  it.each(failingCommands)('is unknown when mariadb %s', (_, answer, reason) =>
    expectUnknown(probe, answer, `mariadb${reason}`),
  );
});
