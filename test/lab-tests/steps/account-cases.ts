import { randomUUID } from 'node:crypto';
import type { KindCase } from './kind-case.js';
import type { LabCluster } from './lab-cluster.js';
import { homesSteps } from './storage-cases.js';

const name = 'shop1';
const home = `/chroot/home/${name}`;

export function accountCases(cluster: LabCluster): readonly KindCase[] {
  const host = cluster.hostId('node2');
  const user = { accountId: randomUUID(), name, uid: 20_001, gid: 20_001 };
  const account = { host, name, uid: 20_001, gid: 20_001, discard: false };
  return [
    {
      kind: 'account.unix',
      host: 'node2',
      input: user,
      otherInput: { ...user, uid: 20_005, gid: 20_006 },
      before: [],
      breakages: [
        { what: 'the user is gone', script: `userdel ${name}`, says: 'CHANGED' },
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
    },
    {
      kind: 'account.home',
      host: 'node2',
      input: account,
      otherInput: { ...account, uid: 20_005, gid: 20_006 },
      before: [...homesSteps(cluster, 'node2'), { host: 'node2', kind: 'account.unix', input: user }],
      breakages: [
        { what: 'it is gone', script: `rmdir ${home}`, says: 'CHANGED' },
        { what: 'everybody may write', script: `chmod 777 ${home}`, says: 'CHANGED' },
        { what: 'it is empty and of somebody else', script: `chown 20009 ${home}`, says: 'CHANGED' },
        { what: 'it is of another group', script: `chgrp 20009 ${home}`, says: 'CHANGED' },
        {
          what: 'it holds data of somebody else',
          script: `chown 20009 ${home} && touch ${home}/theirs`,
          says: /data of somebody else.*20009/,
          mend: `rm ${home}/theirs`,
        },
        {
          what: 'a file is there instead',
          script: `rmdir ${home} && touch ${home}`,
          says: /no directory/,
          mend: `rm ${home}`,
        },
        {
          what: 'something is mounted there',
          script: `mount -t tmpfs theirs ${home}`,
          says: /mount of its own.*theirs/,
          mend: `umount ${home}`,
        },
      ],
    },
  ];
}
