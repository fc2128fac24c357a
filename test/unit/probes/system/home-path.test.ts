import { homePath } from '../../../../src/probes/system/home-path.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import bare from '../fixtures/home-path/bare.json';
import holds from '../fixtures/home-path/holds.json';
import link from '../fixtures/home-path/link.json';

describe('homePath', () => {
  it('tells a link from a directory, and an empty one from one that holds something', () => {
    expectKnown(homePath(), link, { is: 'link', to: '/chroot/home' });
    expectKnown(homePath(), bare, { is: 'directory', holds: null });
    expectKnown(homePath(), holds, { is: 'directory', holds: 'alice' });
  });

  it('knows what is neither, and nothing at all', () => {
    expectKnown(homePath(), printed('other\n'), { is: 'other' });
    expectKnown(homePath(), printed('absent\n'), { is: 'absent' });
    expectKnown(homePath(), printed('directory\nholds John Doe\n'), { is: 'directory', holds: 'John Doe' });
  });

  it.each([...failingCommands, ['breaks off', printed('link '), 'did not say what /home is'] as const])(
    'is unknown when readlink %s',
    (_, answer, reason) => expectUnknown(homePath(), answer, reason),
  );
});
