import { loginHome } from '../../../../src/probes/system/login-home.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import root from '../fixtures/login-home/root.json';
import sudo from '../fixtures/login-home/sudo.json';

describe('loginHome', () => {
  it('reads who logged in, behind sudo too, and where the home really lies', () => {
    expectKnown(loginHome(), root, { user: 'root', realPath: '/root' });
    expectKnown(loginHome(), sudo, { user: 'ops', realPath: '/var/lib/ops' });
  });

  it.each([
    ...failingCommands,
    ['tells no path', printed('ops:'), 'was not told'] as const,
    ['prints something else', printed('garbage\n'), 'was not told'] as const,
  ])('is unknown when readlink %s', (_, answer, reason) => expectUnknown(loginHome(), answer, reason));
});
