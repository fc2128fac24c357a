import { userCredentials } from '../../../../src/probes/database/user-credentials.js';
import { expectKnown, expectUnknown, failingQueries } from '../failing-answers.js';
import oneDiffers from '../fixtures/user-credentials/one-differs.json';

describe('userCredentials', () => {
  it('reads who has the password of whom', () => {
    expectKnown(userCredentials('shop'), oneDiffers, [
      { host: '10.77.1.11', sameAs: '10.77.1.11' },
      { host: '10.77.1.12', sameAs: '10.77.1.11' },
      { host: '10.77.1.13', sameAs: '10.77.1.13' },
    ]);
    const salted = JSON.stringify([{ host: '10.77.1.11', same_as: null }]);
    expectKnown(userCredentials('shop'), { exitCode: 0, stdout: salted, stderr: '' }, [
      { host: '10.77.1.11', sameAs: null },
    ]);
    expectKnown(userCredentials('nobody'), { exitCode: 0, stdout: '[]', stderr: '' }, []);
  });

  it.each(failingQueries)('is unknown when the server %s', (_, answer, reason) =>
    expectUnknown(userCredentials('shop'), answer, reason),
  );
});
