import { eventKinds } from '../../../src/events/registry.js';
import { troubleOfStep } from '../../../src/events/trouble-of-step.js';
import { stepRegistry } from '../../../src/steps/registry.js';

test('a database that cannot be made is a failed database user', () => {
  expect(troubleOfStep('database.account', 'anything')?.event).toBe('database.user_failed');
});

test('a mount that is denied is a denied export, and another failed mount is not', () => {
  const denied = 'not true after the change; mount.nfs4: access denied by server while mounting 10.0.0.1:/chroot';
  expect(troubleOfStep('storage.mount', denied)?.event).toBe('storage.export_denied');
  expect(troubleOfStep('storage.mount', '/chroot is not empty')).toBeUndefined();
  expect(troubleOfStep('storage.directory', denied)).toBeUndefined();
});

test('an address that somebody else answers for is a conflict, in the words of the step', () => {
  const message = '192.0.2.80 is already used on the segment (52:54:00:12:34:56 answers for it)';
  expect(troubleOfStep('network.address', message)?.event).toBe('lb.vip_conflict');
  expect(troubleOfStep('network.address', 'no link of the host carries an address')).toBeUndefined();
});

test('a limit that is not set is a quota that is not enforced, and one that cannot be taken away is not', () => {
  const off = 'the file system of /chroot enforces no group quotas (it is ext4 at /; mount it with grpquota)';
  const dropped =
    'not true after the change: limit group bakery to 1048576 bytes of /chroot; every change reported success';
  const kept = 'not true after the change: take the limit of group bakery away; every change reported success';
  for (const message of [off, dropped])
    expect(troubleOfStep('account.quota', message)?.event).toBe('storage.quota_not_enforced');
  expect(troubleOfStep('account.quota', kept)).toBeUndefined();
  expect(troubleOfStep('account.quota', '/chroot is not mounted')).toBeUndefined();
});

test('it speaks of kinds of steps and events that there are', () => {
  const steps = ['database.account', 'storage.mount', 'account.quota', 'network.address'];
  const known = stepRegistry.map(({ kind }) => kind);
  for (const kind of steps) expect(known).toContain(kind);
  for (const event of [
    'database.user_failed',
    'storage.export_denied',
    'storage.quota_not_enforced',
    'lb.vip_conflict',
  ])
    expect(eventKinds.find(({ name }) => name === event)?.sent).toBe(true);
});
