import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import absent from '../fixtures/directory-at/absent.json';
import empty from '../fixtures/directory-at/empty.json';
import holds from '../fixtures/directory-at/holds.json';
import other from '../fixtures/directory-at/other.json';
import staleWhenRead from '../fixtures/directory-at/stale-when-read.json';
import stale from '../fixtures/directory-at/stale.json';

const probe = directoryAt('/chroot');

describe('directoryAt', () => {
  it('reads mode and owner, and whether anything is in it', () => {
    const directory = { is: 'directory', mode: '0755', uid: 0, gid: 0 } as const;
    expectKnown(probe, empty, { ...directory, empty: true });
    expectKnown(probe, holds, { ...directory, empty: false });
  });

  it('reads a mode with special bits as four digits', () => {
    const value = { is: 'directory', mode: '1777', uid: 3, gid: 4, empty: true } as const;
    expectKnown(probe, printed('directory 1777 3 4\n'), value);
  });

  it('tells nothing, something else, a dead server and one that forgot us', () => {
    expectKnown(probe, absent, { is: 'absent' });
    expectKnown(probe, other, { is: 'other' });
    expectKnown(probe, printed('silent\n'), { is: 'silent' });
    expectKnown(probe, stale, { is: 'stale' });
  });

  it('takes a file system that turns out to be gone when it is read for a stale one', () => {
    expectKnown(probe, staleWhenRead, { is: 'stale' });
  });

  it('takes a file system that stops answering halfway for a silent one', () => {
    expectKnown(probe, { exitCode: 124, stdout: 'directory 755 0 0\n', stderr: '' }, { is: 'silent' });
  });

  it.each([
    ...failingCommands.filter(([what]) => what !== 'does not end in time'),
    ['prints something else', printed('garbage\n'), 'was not shown'] as const,
  ])('is unknown when stat %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
