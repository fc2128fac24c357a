import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { installedPackages } from '../../../../src/probes/packages/installed-packages.js';
import { packageLocks } from '../../../../src/probes/packages/package-locks.js';
import { backgroundUnit } from '../../../../src/probes/system/background-unit.js';
import type { Change } from '../../../../src/steps/change.js';
import { change, conflict, done, wait } from '../../../../src/steps/decision.js';
import { packagesInstalled } from '../../../../src/steps/packages/packages-installed.step.js';
import failed from '../../probes/fixtures/background-unit/failed.json';
import none from '../../probes/fixtures/background-unit/none.json';
import running from '../../probes/fixtures/background-unit/running.json';
import some from '../../probes/fixtures/installed-packages/some.json';
import unlocked from '../../probes/fixtures/package-locks/none.json';
import { balanced, managerId, node1Id, publicCluster, withLocalDatabase, withSite } from '../../rules/clusters.js';
import { decide, HostLook, remove } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';

const unitName = 'hostwright-packages-cluster.service';
const missingPackages = ['nfs-common', 'no-such-package'];
const unit = packagesInstalled.typed({ purpose: 'cluster', packages: missingPackages });
const missing = new HostLook()
  .with(installedPackages(missingPackages), some)
  .with(backgroundUnit(unitName), none)
  .with(packageLocks(), unlocked);
const lockedBy = (program: string, group = '/user.slice', path = '/var/lib/dpkg/lock-frontend'): string =>
  `readable\n${path} 6554 1795814221 ${group} ${program}\n`;
const noLock =
  'E: Could not get lock /var/cache/apt/archives/lock. It is held by process 6554 (apt-get)\nE: Unable to lock the download directory';
const failedFor = (words: string, secondsAgo: number): string =>
  `ActiveState=failed\nInactiveEnterTimestampMonotonic=18000000\n${18 + secondsAgo}\n${words}\n`;
const install = `apt-get -q update
exec apt-get -q -y --no-install-recommends --no-remove -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef \\
  -o Dpkg::Options::=--force-confold install -- "$@"`;
const installing: Change = {
  do: 'startUnit',
  unit: unitName,
  argv: ['sh', '-c', install, 'sh', 'no-such-package'],
  maxSeconds: 900,
  environment: { DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'a' },
};
const installMissing = change('install no-such-package', [installing]);

describe('packages.installed', () => {
  it.each([
    [withSite(null, null), [[managerId, false, false]]],
    [
      withSite('APACHE', null),
      [
        [managerId, 'apache2', false],
        [node1Id, 'apache2', false],
      ],
    ],
    [
      balanced({}),
      [
        [managerId, false, true],
        [node1Id, false, false],
      ],
    ],
  ] as const)('installs what the declared services need', (edit, expected) => {
    const demanded = new Map(
      packagesInstalled
        .demandedBy(publicCluster(edit))
        .map(({ hostId, unit: one }) => [hostId, JSON.stringify(one.input)]),
    );
    for (const [hostId, server, balancer] of expected) {
      const packages = demanded.get(hostId) ?? '';
      expect(/apache2|nginx/.exec(packages)?.[0] ?? false).toBe(server);
      expect(packages.includes('keepalived')).toBe(balancer);
    }
  });

  it('is done where dpkg has configured all of them', () => {
    const packages = ['nfs-common', 'quota'];
    const look = new HostLook().with(installedPackages(packages), some).with(backgroundUnit(unitName), none);
    expect(decide(packagesInstalled.typed({ purpose: 'cluster', packages }), look)).toEqual(
      done('nfs-common, quota installed'),
    );
  });

  it('installs what is missing, and only that, in a unit of its own', () => {
    expect(decide(unit, missing)).toEqual(installMissing);
  });

  it('takes a package that is unpacked and not configured for missing', () => {
    const look = missing.with(
      installedPackages(missingPackages),
      'nfs-common installed 1:2.6.2-4\nno-such-package half-configured 1\n',
    );
    expect(decide(unit, look)).toEqual(installMissing);
  });

  it('waits for an installation that runs, and starts it anew where that does not bring all', () => {
    expect(decide(unit, missing.with(backgroundUnit(unitName), running))).toEqual(
      wait('the installation of no-such-package', 900, [installing]),
    );
  });

  describe('while its installation runs', () => {
    const waiting =
      'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 6554 (unattended-upgr)...\n';
    const said = (words: string, look = missing) =>
      decide(
        unit,
        look.with(backgroundUnit(unitName), `ActiveState=active\nInactiveEnterTimestampMonotonic=0\n21\n${words}`),
      );
    const goesOn = wait('the installation of no-such-package', 900, [installing]);

    it('says who holds the lock of dpkg that it waits for, and no longer once it has it', () => {
      expect(said(waiting)).toEqual(
        wait(
          "the installation of no-such-package, while dpkg's lock is held by unattended-upgr (process 6554); wait for that, or end it on this host",
          900,
          [installing],
        ),
      );
      expect(said(`${waiting}Reading package lists...\n`)).toEqual(goesOn);
    });

    it('says all that is seen of the process that it waits for', () => {
      const group = '/system.slice/apt-daily-upgrade.service';
      expect(said(waiting, missing.with(packageLocks(), lockedBy('unattended-upgr', group)))).toMatchObject({
        waitFor: expect.stringMatching(
          /^the installation of no-such-package, while dpkg's lock is held by unattended-upgr \(process 6554\) of apt-daily-upgrade\.service, which has run since /,
        ),
      });
    });

    it.each(['/var/lib/dpkg/lock-frontend', '/var/lib/apt/lists/lock'])(
      'names nobody who holds %s where it does not say that it waits',
      (path) => {
        const look = missing.with(packageLocks(), lockedBy('dpkg', '/user.slice', path));
        expect(said('Get:1 http://deb.example/debian bookworm/main\n', look)).toEqual(goesOn);
      },
    );
  });

  it.each([
    ['/var/lib/dpkg/lock', 'dpkg'],
    ['/var/cache/apt/archives/lock', 'apt'],
    ['/var/lib/rpm/.rpm.lock', 'rpm'],
    ['/var/run/yum.pid', 'yum'],
    ['/var/lib/dnf/rpmdb_lock.pid', 'dnf'],
  ])('waits while somebody else holds %s, and says who', (path, lock) => {
    expect(decide(unit, missing.with(packageLocks(), lockedBy('python3', '/user.slice', path)))).toEqual(
      wait(
        `another package manager: ${lock}'s lock is held by python3 (process 6554), which has run since 2026-11-27 21:17:01 UTC; no-such-package is installed once that has ended; wait for that, or end it on this host`,
        1500,
        [installing],
      ),
    );
  });

  it('names the service that holds the lock', () => {
    const group = '/system.slice/apt-daily-upgrade.service';
    expect(decide(unit, missing.with(packageLocks(), lockedBy('unattended-upgr', group)))).toMatchObject({
      waitFor: expect.stringContaining(
        "dpkg's lock is held by unattended-upgr (process 6554) of apt-daily-upgrade.service, which has run since",
      ),
    });
  });

  it('does not wait for a lock where nothing is missing', () => {
    const packages = ['nfs-common', 'quota'];
    const look = new HostLook().with(installedPackages(packages), some).with(packageLocks(), lockedBy('python3'));
    expect(decide(packagesInstalled.typed({ purpose: 'cluster', packages }), look)).toMatchObject({ is: 'done' });
  });

  it('takes the lock of its own installation for nobody else', () => {
    const locked = lockedBy('apt-get', `/system.slice/${unitName}`);
    expect(decide(unit, missing.with(backgroundUnit(unitName), running).with(packageLocks(), locked))).toEqual(
      wait('the installation of no-such-package', 900, [installing]),
    );
    expect(decide(unit, missing.with(packageLocks(), locked))).toEqual(installMissing);
  });

  it('is not kept off by who only fetches lists', () => {
    const locked = lockedBy('apt-get', '/system.slice/apt-daily.service', '/var/lib/apt/lists/lock');
    expect(decide(unit, missing.with(packageLocks(), locked))).toEqual(installMissing);
  });

  it('tries again, not at once, where its installation has just failed for want of a lock', () => {
    const look = missing.with(backgroundUnit(unitName), failedFor(noLock, 3));
    expect(decide(unit, look)).toEqual(
      wait('another try: the installation of no-such-package got no lock', 1500, [installing]),
    );
    expect(decide(unit, look.with(packageLocks(), lockedBy('apt-get')))).toMatchObject({
      waitFor: expect.stringMatching(/^another package manager: dpkg's lock is held by apt-get/),
    });
    expect(decide(unit, look.with(backgroundUnit(unitName), failedFor(noLock, 11)))).toEqual(installMissing);
  });

  it.each([
    'E: Could not get lock /var/lib/dpkg/lock-frontend - open (11: Resource temporarily unavailable)',
    'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
    'E: Unable to lock the administration directory (/var/lib/dpkg/), is another process using it?',
    'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)\nE: Unable to locate package quota',
  ])('takes that for want of a lock: %s', (words) => {
    expect(decide(unit, missing.with(backgroundUnit(unitName), failedFor(words, 3)))).toMatchObject({
      waitFor: expect.stringContaining('got no lock'),
    });
  });

  it.each([
    [
      'E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
      'Permission denied',
    ],
    [
      'E: Could not open lock file /var/cache/apt/archives/lock - open (2: No such file or directory)\nE: Unable to lock directory /var/cache/apt/archives/, is another process using it?',
      'No such file or directory',
    ],
    [
      'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?',
      'Unable to acquire the dpkg frontend lock',
    ],
    ['E: Could not get lock /var/lib/dpkg/lock - open (28: No space left on device)', 'No space left on device'],
    ['E: Could not get lock /var/lib/dpkg/lock - open (37: No locks available)', 'No locks available'],
    [
      'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)\nE: Unable to correct problems, you have held broken packages.',
      'Unable to correct problems',
    ],
  ])('shows why a lock could not be had that nobody else holds: %s', (words, evidence) => {
    expect(decide(unit, missing.with(backgroundUnit(unitName), failedFor(words, 3)))).toMatchObject({
      is: 'conflict',
      evidence: expect.stringContaining(evidence),
    });
  });

  it('is in conflict with such a failure where nobody can tell who holds a lock', () => {
    const look = missing.with(backgroundUnit(unitName), failedFor(noLock, 3)).with(packageLocks(), 'unreadable\n');
    expect(decide(unit, look)).toMatchObject({
      is: 'conflict',
      evidence: expect.stringContaining('It is held by process 6554 (apt-get)'),
    });
    expect(decide(unit, missing.with(packageLocks(), 'unreadable\n'))).toEqual(installMissing);
  });

  it('is in conflict with an installation that has just failed, and shows what it said', () => {
    const decision = decide(unit, missing.with(backgroundUnit(unitName), failed));
    expect(decision).toMatchObject({ is: 'conflict', summary: 'no-such-package could not be installed' });
    expect(decision).toMatchObject({ evidence: expect.stringContaining('no such package') });
  });

  it('tries again where the failure belongs to an earlier attempt', () => {
    const look = missing.with(
      backgroundUnit(unitName),
      'ActiveState=failed\nInactiveEnterTimestampMonotonic=18213152\n28\nno such package\n',
    );
    expect(decide(unit, look)).toEqual(installMissing);
  });

  it('is in conflict with a host that has no dpkg', () => {
    expect(decide(unit, missing.with(installedPackages(missingPackages), { exitCode: 127 }))).toEqual(
      conflict('the host has no dpkg', 'packages are installed on Debian and its kin only'),
    );
  });

  it('brings MariaDB to a manager with a database server of its own, and to no other host', () => {
    const withMariadb = (spec: ClusterSpec): readonly string[] =>
      packagesInstalled
        .demandedBy(spec)
        .flatMap(({ hostId, unit: { input } }) => (JSON.stringify(input).includes('"mariadb-server"') ? [hostId] : []));
    expect(withMariadb(publicCluster(withLocalDatabase))).toEqual([managerId]);
    expect(withMariadb(publicCluster())).toEqual([]);
  });

  it('leaves packages when it is removed', () => {
    expect(remove(unit, missing)).toEqual(done('nfs-common, no-such-package stay installed'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(): KindCase {
  const unit = 'hostwright-packages-cluster.service';
  return {
    kind: 'packages.installed',
    host: 'bare',
    input: { purpose: 'cluster', packages: ['keyutils', 'iputils-arping'] },
    otherInput: { purpose: 'cluster', packages: ['keyutils', 'iputils-arping', 'libevent-core-2.1-7'] },
    before: [],
    undoneByHand: 'dpkg --purge keyutils',
    breakages: [
      { what: 'one of them is removed', script: 'dpkg --remove keyutils', says: 'CHANGED' },
      {
        what: 'one of them is removed and cannot be found again',
        script: `mv /srv/lab-repository /srv/away && mkdir /srv/lab-repository && : >/srv/lab-repository/Packages &&
          rm -f /var/lib/apt/lists/*Packages* && dpkg --remove keyutils`,
        says: /could not be installed.*keyutils/s,
        afterAnAttempt: true,
        mend: `rm -r /srv/lab-repository && mv /srv/away /srv/lab-repository && systemctl reset-failed ${unit}`,
      },
    ],
  };
}
