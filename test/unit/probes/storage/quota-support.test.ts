import { quotaSupport } from '../../../../src/probes/storage/quota-support.js';
import { expectKnown, expectUnknown, failingCommands, printed } from '../failing-answers.js';

describe('quotaSupport', () => {
  const probe = quotaSupport('/srv/share');
  const head = '/srv/share ext4\n';
  const of = { target: '/srv/share', fileSystem: 'ext4' };

  it.each([
    ['ENFORCED', 'group quota on /srv/share (/dev/loop0) is on (enforced)\n'],
    ['COUNTED', 'group quota on /srv/share (/dev/loop0) is on (accounting)\n'],
    // Older quota tools say no more than this.
    ['ON', 'group quota on /srv/share (/dev/loop0) is on\n'],
    [
      'ENFORCED',
      'group quota on /srv/share (/dev/loop0) is on (enforced)\nuser quota on /srv/share (/dev/loop0) is on\n',
    ],
    ['OFF', 'group quota on /srv/share (/dev/loop0) is off\n'],
    ['OFF', 'quotaon: Mountpoint (or device) /srv/share not found or has no quota enabled.\n'],
    ['NO_TOOLS', 'no tools\n'],
    ['NO_TOOLS', 'no tools\nrw,relatime,quota,usrquota,grpquota\n'],
    ['NO_TOOLS', 'no tools\nrw,relatime,grpjquota=aquota.group,jqfmt=vfsv0\n'],
    ['NEVER_ON', 'no tools\nrw,relatime,usrquota\n'],
    ['NEVER_ON', 'no tools\nrw,relatime\n'],
  ] as const)('says %s of %j', (group, said) => {
    expectKnown(probe, printed(`${head}${said}`), { ...of, group });
  });

  it.each([
    '',
    'group quota on /srv/share (/dev/loop0) is on (otherwise)\n',
    'quotaon: Cannot stat() mounted device: Permission denied\n',
  ])('is unknown where quotaon says %j', (said) => {
    expectUnknown(probe, printed(`${head}${said}`), `quotaon does not say whether quotas are on: ${said.trim()}`);
  });

  it('is unknown where findmnt names no file system', () => {
    expectUnknown(probe, printed(''), 'findmnt named no file system');
  });

  it('is unknown where the mount point would mean something to a shell that a person runs a remedy in', () => {
    const answer = printed('/srv/$(reboot) ext4\nno tools\nrw\n');
    expectUnknown(probe, answer, 'findmnt named a mount point that cannot stand in a command');
  });

  it.each(failingCommands)('is unknown when findmnt %s', (_, answer, reason) => expectUnknown(probe, answer, reason));
});
