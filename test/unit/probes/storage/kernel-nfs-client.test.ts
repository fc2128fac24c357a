import { kernelNfsClient } from '../../../../src/probes/storage/kernel-nfs-client.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('kernelNfsClient', () => {
  it('knows a kernel that mounts and one that could', () => {
    expectKnown(kernelNfsClient(), printed('loaded\n'), true);
    expectKnown(kernelNfsClient(), printed('loadable\n'), true);
  });

  it('knows a kernel without modules that lacks it', () => {
    expectKnown(kernelNfsClient(), printed('missing\n'), false);
  });

  it.each(['install nfs /bin/false', 'install nfs /usr/bin/true '])(
    'knows one whose settings forbid it by "%s"',
    (line) => {
      expectKnown(kernelNfsClient(), printed(`${line}\n`), false);
    },
  );

  it.each([...failingCommands, ['says nothing', printed(''), 'did not say'] as const])(
    'is unknown when modprobe %s',
    (_, answer, reason) => expectUnknown(kernelNfsClient(), answer, reason),
  );
});
