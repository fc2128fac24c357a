import { userTables } from '../../../../src/probes/accounts/user-tables.js';
import { expectUnknown, failingCommands, printed } from '../failing-answers.js';
import withAccount from '../fixtures/user-tables/with-account.json';

describe('userTables', () => {
  it('reads users and groups of a host', () => {
    const reading = userTables().parse(withAccount);
    if (!reading.known) throw new Error(reading.reason);
    expect([reading.value.users.size, reading.value.groups.size]).toEqual([25, 48]);
    expect(reading.value.users.get('shop')).toEqual({
      name: 'shop',
      uid: 20_001,
      gid: 20_001,
      comment: '',
      home: '/chroot/home/shop',
      shell: '/usr/sbin/nologin',
    });
    expect(reading.value.users.get('list')?.comment).toBe('Mailing List Manager');
    expect(reading.value.groups.get('shop')).toEqual({ name: 'shop', gid: 20_001, members: [] });
  });

  it('lists members of a group, and counts the first of two entries with one name', () => {
    const reading = userTables().parse(
      printed('root:x:0:0::/root:/bin/sh\nroot:x:1:1::/:/bin/sh\n%\nweb:x:7:a,b\nweb:x:8:\n%\n'),
    );
    if (!reading.known) throw new Error(reading.reason);
    expect(reading.value.users.get('root')?.uid).toBe(0);
    expect(reading.value.groups.get('web')).toEqual({ name: 'web', gid: 7, members: ['a', 'b'] });
  });

  it('is unknown when the output was cut off, in either table', () => {
    for (const kept of [withAccount.stdout.length - 2, withAccount.stdout.indexOf('\n%\n') + 2, 100]) {
      expectUnknown(userTables(), printed(withAccount.stdout.slice(0, kept)), 'the user tables were cut off');
    }
  });

  it.each([...failingCommands, ['prints something else', printed('garbage\n'), 'cut off'] as const])(
    'is unknown when getent %s',
    (_, answer, reason) => expectUnknown(userTables(), answer, reason),
  );
});
