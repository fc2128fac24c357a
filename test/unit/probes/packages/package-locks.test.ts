import { spawnSync } from 'node:child_process';
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

  it.each([
    ['/machine.slice/systemd-nspawn@web.service/payload/system.slice/hostwright-x.service', 'hostwright-x.service'],
    ['/system.slice/docker-0a.scope/system.slice/apt-daily.service', 'apt-daily.service'],
    ['/system.slice/cron.service/jobs', 'cron.service'],
    ['/machine.slice/systemd-nspawn@web.service/payload/user.slice/user-0.slice/session-3.scope', null],
    ['/user.slice/user-0.slice/user@0.service/app.slice/updates.service', null],
    ['/user.slice/user-0.slice/user@0.service/init.scope', null],
    ['/', null],
  ])('reads from %s which service it is', (group, service) => {
    const answer = printed(`readable\n/var/lib/dpkg/lock 6554 1795814221 ${group} apt-get\n`);
    expect(probe.parse(answer)).toMatchObject({ known: true, value: [{ service }] });
  });

  it.each([
    ['1:name=systemd:/system.slice/a.service'],
    ['12:cpu,cpuacct:/system.slice\n11:name=systemd:/system.slice/a.service\n1:cpuset:/\n0::/'],
    ['0::/system.slice/a.service'],
  ])('asks for the group of a process by whatever number its hierarchy has', (groups) => {
    const { question } = probe;
    if (question.via !== 'shell') throw new TypeError('it is asked of a shell');
    const [reading] = /\$\((sed [^)]*cgroup[^)]*)\)/.exec(question.script)?.slice(1) ?? [];
    if (reading === undefined) throw new Error('it reads no group');
    const { stdout } = spawnSync('/bin/sh', ['-c', reading.replace('"/proc/$2/cgroup"', '')], {
      ...{ input: `${groups}\n`, encoding: 'utf8' },
    });
    expect(stdout).toBe('/system.slice/a.service\n');
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
