import { randomUUID } from 'node:crypto';
import { userTables } from '../../../../src/probes/accounts/user-tables.js';
import { accountUnix } from '../../../../src/steps/accounts/account-unix.step.js';
import type { Change } from '../../../../src/steps/change.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import { decide, HostLook, remove, run } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';

const accountId = '01900000-0000-7000-8000-000000000007';
const unit = accountUnix.typed({ accountId, name: 'bakery', uid: 20_001, gid: 20_002 });
const ours = `bakery:x:20001:20002:hostwright ${accountId}:/chroot/home/bakery:/usr/sbin/nologin`;
const group = 'bakery:x:20002:';

function tables(users: readonly string[], groups: readonly string[]): HostLook {
  const passwd = ['root:x:0:0:root:/root:/bin/bash', ...users].join('\n');
  return new HostLook().with(userTables(), `${passwd}\n%\n${['root:x:0:', ...groups].join('\n')}\n%\n`);
}

function ok(code: number, ...argv: readonly [string, ...string[]]): Change {
  return { do: 'run', argv, alsoOk: [code] };
}

const entry = ['--uid', '20001', '--gid', '20002', '--home', '/chroot/home/bakery', '--shell', '/usr/sbin/nologin'];
const addGroup = ok(9, 'groupadd', '--gid', '20002', 'bakery');
const addUser = ok(9, 'useradd', '--no-create-home', ...entry, '--comment', `hostwright ${accountId}`, 'bakery');
const summary = 'make user and group bakery with UID 20001 and GID 20002';

describe('account.unix', () => {
  it('is done where user and group are as wanted', () => {
    expect(decide(unit, tables([ours], [group]))).toEqual(done('user and group bakery have UID 20001 and GID 20002'));
  });

  it('makes both, the group first', () => {
    expect(decide(unit, tables([], []))).toEqual(change(summary, [addGroup, addUser]));
  });

  it('makes only the user where the group was made by a run that was cut', () => {
    expect(decide(unit, tables([], [group]))).toEqual(change(summary, [addUser]));
  });

  it.each([
    ['UID', ours.replace('20001', '20003')],
    ['GID', ours.replace('20002', '20003')],
    ['home', ours.replace('/chroot/home/bakery', '/home/bakery')],
    ['shell', ours.replace('/usr/sbin/nologin', '/bin/sh')],
  ])('gives our user its %s back', (_, user) => {
    expect(decide(unit, tables([user], [group]))).toEqual(change(summary, [run('usermod', ...entry, 'bakery')]));
  });

  it('gives our group its GID back', () => {
    expect(decide(unit, tables([ours], ['bakery:x:20009:']))).toEqual(
      change(summary, [run('groupmod', '--gid', '20002', 'bakery')]),
    );
  });

  it('makes the group of our user anew', () => {
    expect(decide(unit, tables([ours], []))).toEqual(change(summary, [addGroup]));
  });

  it.each([
    [
      'user with the name',
      ['bakery:x:20001:20002:Bob:/chroot/home/bakery:/usr/sbin/nologin'],
      [group],
      'user bakery is there and not ours',
      'it has UID 20001 and the comment "Bob"',
    ],
    ['user with the UID', ['bob:x:20001:100:Bob:/home/bob:/bin/sh'], [], 'UID 20001 is taken', 'user bob has it'],
    ['group with the GID', [], ['staff:x:20002:'], 'GID 20002 is taken', 'group staff has it'],
    ['group with the name', [], ['bakery:x:1001:'], 'group bakery is there and not ours', 'it has GID 1001'],
  ])('is in conflict with another %s', (_, users, groups, said, evidence) => {
    expect(decide(unit, tables(users, groups))).toEqual(conflict(said, evidence));
  });

  it.each([
    ['both', [ours], [group]],
    ['our user alone', [ours], []],
    ['the group that is left', [], [group]],
  ])('removes %s', (_, users, groups) => {
    expect(remove(unit, tables(users, groups))).toEqual(
      change('remove user and group bakery', [ok(6, 'userdel', 'bakery'), ok(6, 'groupdel', 'bakery')]),
    );
  });

  it.each([
    ['nothing is there', [], []],
    ['the user is of somebody else', ['bakery:x:20001:20002:Bob:/home/bob:/bin/sh'], [group]],
    ['the group is of somebody else', [], ['bakery:x:1001:']],
  ])('has nothing to remove where %s', (_, users, groups) => {
    expect(remove(unit, tables(users, groups))).toEqual(done('user and group bakery are gone'));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(): KindCase {
  const name = 'shop1';
  const user = { accountId: randomUUID(), name, uid: 20_001, gid: 20_001 };
  return {
    kind: 'account.unix',
    host: 'node2',
    input: user,
    otherInput: { ...user, uid: 20_005, gid: 20_006 },
    before: [],
    breakages: [
      { what: 'the user is gone', script: `userdel ${name}`, says: 'CHANGED' },
      { what: 'its group is gone', script: `groupdel --force ${name}`, says: 'CHANGED' },
      { what: 'user and group are gone', script: `userdel ${name}; ! getent group ${name}`, says: 'CHANGED' },
      { what: 'it has another UID', script: `usermod --uid 20009 ${name}`, says: 'CHANGED' },
      { what: 'it has another group', script: `usermod --gid nogroup ${name}`, says: 'CHANGED' },
      { what: 'its group has another GID', script: `groupmod --gid 20009 ${name}`, says: 'CHANGED' },
      { what: 'it has another home', script: `usermod --home /tmp ${name}`, says: 'CHANGED' },
      { what: 'it may log in', script: `usermod --shell /bin/sh ${name}`, says: 'CHANGED' },
      {
        what: 'it is a user of somebody else',
        script: `usermod --comment theirs ${name}`,
        says: /not ours.*theirs/,
        mend: `usermod --comment 'hostwright ${user.accountId}' ${name}`,
      },
      {
        what: 'another user has its UID',
        script: 'useradd --no-create-home --non-unique --uid 20001 --gid nogroup other',
        says: /UID 20001 is taken.*other/,
        mend: 'userdel other',
      },
      {
        what: 'another group has its GID',
        script: 'groupadd --non-unique --gid 20001 others',
        says: /GID 20001 is taken.*others/,
        mend: 'groupdel --force others',
      },
      {
        what: 'its group is of somebody else',
        script: `userdel ${name}; groupadd --gid 20009 ${name}`,
        says: /group shop1 is there and not ours/,
        mend: `groupdel ${name}`,
      },
    ],
  };
}
