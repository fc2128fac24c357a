import { createHash } from 'node:crypto';
import { fileAt } from '../../../../src/probes/system/file-at.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import absent from '../fixtures/file-at/absent.json';
import empty from '../fixtures/file-at/empty.json';
import file from '../fixtures/file-at/file.json';
import other from '../fixtures/file-at/other.json';
import symlink from '../fixtures/file-at/symlink.json';

const probe = fileAt('/etc/x.conf');
const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

describe('fileAt', () => {
  it('reads mode, hash and every byte of the content, the last newlines too', () => {
    const content = '# Managed by Hostwright: changes made here are undone.\n/chroot ü\n\n';
    expectKnown(probe, file, { is: 'file', mode: '0640', sha256: sha256(content), content });
  });

  it('reads an empty file', () => {
    expectKnown(probe, empty, { is: 'file', mode: '0644', sha256: sha256(''), content: '' });
  });

  it('tells nothing, a directory and a symbolic link', () => {
    expectKnown(probe, absent, { is: 'absent' });
    expectKnown(probe, other, { is: 'other' });
    expectKnown(probe, symlink, { is: 'other' });
  });

  it.each([
    ...failingCommands,
    ['breaks off before the content', printed('file 640\n4098bc'), 'was not shown'] as const,
    ['prints something else', printed('garbage\n'), 'was not shown'] as const,
  ])('is unknown when stat %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
