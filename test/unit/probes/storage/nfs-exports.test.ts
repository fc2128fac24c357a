import { nfsExports } from '../../../../src/probes/storage/nfs-exports.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';
import manager from '../fixtures/nfs-exports/manager.json';
import none from '../fixtures/nfs-exports/none.json';
import notInstalled from '../fixtures/nfs-exports/not-installed.json';

describe('exports', () => {
  it('reads directories, clients and options, spaces in a path too', () => {
    const reading = nfsExports().parse(manager);
    if (!reading.known) throw new Error(reading.reason);
    expect(reading.value.map(({ path, client }) => [path, client])).toEqual([
      ['/chroot', '10.77.1.12'],
      ['/srv/a b', '10.9.0.0/16'],
      ['/srv', '*.example.com'],
      ['/srv/a b', '*'],
    ]);
    expect(reading.value[0]?.options).toEqual(expect.arrayContaining(['rw', 'no_root_squash', 'fsid=1']));
  });

  it('knows that nothing is exported', () => {
    expectKnown(nfsExports(), none, []);
  });

  it.each(['/srv <world>(ro)\n', '/srv  (ro)\n'])('reads %j as an export to everybody', (line) => {
    expectKnown(nfsExports(), printed(line), [{ path: '/srv', client: '*', options: ['ro'] }]);
  });

  it('is unknown on a host without NFS server', () => {
    expectUnknown(nfsExports(), notInstalled, 'exportfs is not installed');
  });

  it.each([...failingCommands, ['prints something else', printed('garbage'), 'not understood: garbage'] as const])(
    'is unknown when exportfs %s',
    (_, answer, reason) => expectUnknown(nfsExports(), answer, reason),
  );
});
