import { essentialWords } from '../../../../src/steps/packages/essential-words.js';

const reading = `Reading package lists...
Building dependency tree...
Reading state information...`;
const ended = `hostwright-packages-cluster.service: Main process exited, code=exited, status=100/n/a
hostwright-packages-cluster.service: Failed with result 'exit-code'.`;

it('names the repository that gives nothing beside what is not found for that', () => {
  const said = `Err:1 http://nowhere.invalid/debian bookworm InRelease
  Could not resolve 'nowhere.invalid'
Reading package lists...
W: Failed to fetch http://nowhere.invalid/debian/dists/bookworm/InRelease  Could not resolve 'nowhere.invalid'
W: Some index files failed to download. They have been ignored, or old ones used instead.
${reading}
E: Unable to locate package keyutils
${ended}`;
  expect(essentialWords(said)).toBe(
    "E: Unable to locate package keyutils; W: Failed to fetch http://nowhere.invalid/debian/dists/bookworm/InRelease Could not resolve 'nowhere.invalid'",
  );
});

it('names one package that was not fetched, of many', () => {
  const said = ['nfs-common', 'rpcbind', 'keyutils']
    .map((name) => `E: Failed to fetch http://deb.example/pool/${name}.deb  Could not connect to deb.example:80`)
    .join('\n');
  expect(
    essentialWords(
      `${said}\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n${ended}`,
    ),
  ).toBe('E: Failed to fetch http://deb.example/pool/nfs-common.deb Could not connect to deb.example:80');
});

it('leaves a repository alone that has nothing to do with it', () => {
  const lock =
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 3201 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock';
  expect(essentialWords(`W: Failed to fetch http://other.example/InRelease  404\n${lock}\n${ended}`)).toBe(
    'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 3201 (unattended-upgr)',
  );
});

it('names who held the lock of dpkg to the last', () => {
  const waiting =
    'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 3201 (unattended-upgr)...';
  const error =
    'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?';
  expect(essentialWords(`${waiting}\n${waiting}\n${error}\n${ended}`)).toBe(`${error}; ${waiting}`);
});

it('tells what dpkg says of itself, with the line that says why', () => {
  const said = `dpkg: error processing archive /var/cache/apt/archives/quota.deb (--unpack):
 cannot copy extracted data for './usr/sbin/quotaon': failed to write (No space left on device)
Errors were encountered while processing:
 /var/cache/apt/archives/quota.deb
E: Sub-process /usr/bin/dpkg returned an error code (1)
${ended}`;
  expect(essentialWords(said)).toBe(
    "dpkg: error processing archive /var/cache/apt/archives/quota.deb (--unpack): cannot copy extracted data for './usr/sbin/quotaon': failed to write (No space left on device)",
  );
});

it.each([
  [
    'does not fit together',
    `The following information may help to resolve the situation:

The following packages have unmet dependencies:
 nginx : Depends: nginx-common (< 1.23) but it is not installable
         Depends: libssl4 but it is not going to be installed
E: Unable to correct problems, you have held broken packages.`,
    'E: Unable to correct problems, you have held broken packages.; The following packages have unmet dependencies: nginx : Depends: nginx-common (< 1.23) but it is not installable Depends: libssl4 but it is not going to be installed',
  ],
  [
    'would have to go',
    `The following packages will be REMOVED:
  exim4-base
The following NEW packages will be installed:
  quota
E: Packages need to be removed but remove is disabled.`,
    'E: Packages need to be removed but remove is disabled.; The following packages will be REMOVED: exim4-base',
  ],
])('tells what %s, which the error itself leaves out', (_, said, told) => {
  expect(essentialWords(`${reading}\n${said}\n${ended}`)).toBe(told);
});

it('keeps what tells of the state of the host beside an error', () => {
  expect(essentialWords(`Fatal: cannot fork\nE: Unmet dependencies\n${ended}`)).toBe(
    'E: Unmet dependencies; Fatal: cannot fork',
  );
});

it('tells all where none of it is known', () => {
  expect(essentialWords('terminated')).toBe('terminated');
});

describe('where somebody else was fetching lists meanwhile', () => {
  const lists = `Reading package lists...
E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)
E: Unable to lock directory /var/lib/apt/lists/`;

  it('tells what an installation by older lists failed by', () => {
    const said = `${lists}\ndpkg: error processing package quota (--configure):\n installed script returned an error exit status 1\nE: Sub-process /usr/bin/dpkg returned an error code (1)`;
    expect(essentialWords(said)).toBe(
      'dpkg: error processing package quota (--configure): installed script returned an error exit status 1',
    );
  });

  it('names who did beside what is not found for that', () => {
    expect(essentialWords(`${lists}\n${reading}\nE: Unable to locate package keyutils\n${ended}`)).toBe(
      'E: Unable to locate package keyutils; E: Could not get lock /var/lib/apt/lists/lock. It is held by process 812 (apt-get)',
    );
  });
});
