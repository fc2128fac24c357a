import { installedPackages } from '../../../../src/probes/packages/installed-packages.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import some from '../fixtures/installed-packages/some.json';

const probe = installedPackages(['nfs-common', 'no-such-package', 'quota']);

describe('installedPackages', () => {
  it('reads which are installed although one is not known', () => {
    const versions = new Map([
      ['nfs-common', '1:2.6.2-4+deb12u1'],
      ['quota', '4.06-1+b2'],
    ]);
    expectKnown(probe, some, versions);
  });

  it('does not count a package that was removed or is half installed', () => {
    const answer = printed('nfs-common config-files 1:2.6.2-4\nquota half-configured 4.06-1\nrpcbind not-installed \n');
    expectKnown(probe, answer, new Map());
  });

  it('knows a host without dpkg', () => {
    expectKnown(probe, { exitCode: 127, stdout: '', stderr: 'sh: 1: dpkg-query: not found\n' }, null);
  });

  const [, ...otherFailures] = failingCommands;
  it.each(otherFailures)('is unknown when dpkg-query %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
