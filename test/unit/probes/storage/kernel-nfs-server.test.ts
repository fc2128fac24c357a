import { kernelNfsServer } from '../../../../src/probes/storage/kernel-nfs-server.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import bare from '../fixtures/kernel-nfs-server/bare.json';
import loaded from '../fixtures/kernel-nfs-server/loaded.json';

describe('kernelNfsServer', () => {
  it('knows a kernel that serves and one that could', () => {
    expectKnown(kernelNfsServer(), loaded, true);
    expectKnown(kernelNfsServer(), bare, true);
  });

  it('knows a kernel without modules that lacks it', () => {
    expectKnown(kernelNfsServer(), printed('missing\n'), false);
  });

  it.each(['install nfsd /bin/false', 'install nfsd /usr/bin/true '])(
    'knows one whose settings forbid it by "%s"',
    (line) => {
      expectKnown(kernelNfsServer(), printed(`${line}\n`), false);
    },
  );

  it.each([...failingCommands, ['says nothing', printed(''), 'did not say'] as const])(
    'is unknown when modprobe %s',
    (_, answer, reason) => expectUnknown(kernelNfsServer(), answer, reason),
  );
});
