import { packageLocks } from '../../../../src/probes/packages/package-locks.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import none from '../fixtures/package-locks/none.json';
import unproven from '../fixtures/package-locks/rhel-unproven.json';

const probe = packageLocks();
const [, ...failures] = failingCommands;

describe('packageLocks', () => {
  it('tells that nobody holds one from that nobody can tell', () => {
    expectKnown(probe, none, []);
    expectKnown(probe, printed('unreadable\n'), null);
  });

  it('reads who holds one, since when it runs, and of which service it is', () => {
    const answer = printed(
      [
        'readable',
        '/var/lib/dpkg/lock-frontend 6554 1795814221 /system.slice/apt-daily-upgrade.service unattended-upgr',
        '/var/lib/dpkg/lock 6554 1795814221 /user.slice/user-0.slice/session-3.scope my dpkg (2)',
        '',
      ].join('\n'),
    );
    const began = new Date('2026-11-27T21:17:01Z');
    expectKnown(probe, answer, [
      {
        ...{ path: '/var/lib/dpkg/lock-frontend', processId: 6554, program: 'unattended-upgr', runningSince: began },
        service: 'apt-daily-upgrade.service',
      },
      { path: '/var/lib/dpkg/lock', processId: 6554, program: 'my dpkg (2)', runningSince: began, service: null },
    ]);
  });

  it('reads what no host of the RHEL family has shown here', () => {
    expect(probe.parse(unproven)).toMatchObject({
      known: true,
      value: [
        { path: '/var/lib/rpm/.rpm.lock', program: 'dnf', service: 'dnf-automatic-install.service' },
        { path: '/var/lib/dnf/rpmdb_lock.pid', program: 'dnf', service: 'dnf-automatic-install.service' },
      ],
    });
  });

  it.each([
    ...failures,
    ['prints nothing', printed(''), 'no locks were listed'] as const,
    ['breaks off', printed('readable\n/var/lib/dpkg/lock 65'), 'no locks were listed'] as const,
  ])('is unknown where the command %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
