import { osRelease } from '../../../../src/probes/system/os-release.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import debian from '../fixtures/os-release/debian.json';

describe('osRelease', () => {
  it('reads system, version, kernel and processor', () => {
    expectKnown(osRelease(), debian, {
      id: 'debian',
      version: '12',
      name: 'Debian GNU/Linux 12 (bookworm)',
      kernel: '6.1.176',
      architecture: 'x86_64',
    });
  });

  it('reads quotes of either kind, and a rolling release without version or name', () => {
    const kernel = { kernel: '6.12.1', architecture: 'aarch64' };
    expectKnown(osRelease(), printed("ID='alma'\nVERSION_ID='9.4'\n6.12.1\naarch64\n"), {
      id: 'alma',
      version: '9.4',
      name: 'alma',
      ...kernel,
    });
    expectKnown(osRelease(), printed('ID=arch\n6.12.1\naarch64\n'), {
      id: 'arch',
      version: '',
      name: 'arch',
      ...kernel,
    });
  });

  it.each([...failingCommands, ['prints something else', printed('garbage\n'), 'os-release has no ID'] as const])(
    'is unknown when cat %s',
    (_, answer, reason) => expectUnknown(osRelease(), answer, reason),
  );
});
