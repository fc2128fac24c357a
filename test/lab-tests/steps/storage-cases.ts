import type { KindCase } from './kind-case.js';
import type { LabCluster } from './lab-cluster.js';
import type { Placed } from './test-worker.js';

const directory = '/chroot';
const list = '/etc/exports.d/hostwright-chroot.exports';
const settings = '/etc/nfs.conf.d/hostwright-export.conf';
const dropIn = '/etc/systemd/system/nfs-server.service.d/hostwright.conf';
const mountUnit = '/etc/systemd/system/chroot.mount';
const kept = '/tmp/kept';

/** The tree of the homes on a host, outermost first. */
export function homesSteps(cluster: LabCluster, host: string): readonly [Placed, Placed] {
  const step = (path: string, mode: string, inside: string | null): Placed => ({
    host,
    kind: 'storage.directory',
    input: { host: cluster.hostId(host), path, mode, inside },
  });
  return [step(directory, '0755', null), step('/chroot/home', '0711', directory)];
}

function foreign(path: string): { says: RegExp; script: string; mend: string } {
  return {
    says: /belongs to somebody else/,
    script: `mv ${path} ${kept} && echo '# theirs' >${path}`,
    mend: `mv ${kept} ${path}`,
  };
}

export function storageCases(cluster: LabCluster): readonly KindCase[] {
  const { publicAddress = '', privateAddress = '' } = cluster.lab.host('manager');
  const node = cluster.lab.host('node1');
  const clients = [node.privateAddress ?? '', node.publicAddress ?? ''];
  const exported = {
    host: cluster.hostId('manager'),
    directory,
    server: privateAddress,
    serverIsBound: false,
    clients,
  };
  const mounted = {
    host: cluster.hostId('node1'),
    exporter: exported.host,
    server: privateAddress,
    directory,
    target: directory,
  };
  const [outermost, homes] = homesSteps(cluster, 'manager');
  return [
    {
      ...outermost,
      kind: 'storage.directory',
      otherInput: { host: exported.host, path: directory, mode: '0751', inside: null },
      before: [],
      breakages: [
        { what: 'it is gone', script: `rmdir ${directory}`, says: 'CHANGED' },
        { what: 'everybody may write', script: `chmod 777 ${directory}`, says: 'CHANGED' },
        { what: 'it is of another user', script: `chown ops ${directory}`, says: 'CHANGED' },
        { what: 'it is of another group', script: `chgrp ops ${directory}`, says: 'CHANGED' },
        {
          what: 'a file is there instead',
          script: `rmdir ${directory} && touch ${directory}`,
          says: /no directory/,
          mend: `rm ${directory}`,
        },
        {
          what: 'a link is there instead',
          script: `rmdir ${directory} && ln -s /srv ${directory}`,
          says: /no directory/,
          mend: `rm ${directory}`,
        },
        {
          what: 'it is mounted from another host',
          script: `systemctl start nfs-server && exportfs -o rw,no_subtree_check '*:/srv' && mount -t nfs -o vers=3,nolock ${privateAddress}:/srv ${directory}`,
          says: /mounted from elsewhere.*\/srv/,
          mend: `umount ${directory} && exportfs -u '*:/srv' && systemctl stop nfs-server rpc-statd`,
        },
      ],
    },
    {
      kind: 'storage.export',
      host: 'manager',
      input: exported,
      otherInput: { ...exported, clients: clients.slice(1), server: publicAddress },
      before: [outermost, homes],
      breakages: [
        { what: 'a client is dropped', script: `exportfs -u ${clients[0]}/32:${directory}`, says: 'CHANGED' },
        {
          what: 'a client may only read',
          script: `exportfs -o ro,no_root_squash,no_subtree_check ${clients[0]}:${directory}`,
          says: 'CHANGED',
        },
        {
          what: 'everybody is a client',
          script: `exportfs -o rw,no_subtree_check '*:${directory}'`,
          says: /exported to others too.*\*/,
          mend: `exportfs -u '*:${directory}'`,
        },
        { what: 'the server is stopped', script: 'systemctl stop nfs-server', says: 'CHANGED' },
        { what: 'the server is disabled', script: 'systemctl disable nfs-server', says: 'CHANGED' },
        { what: 'the lock status service is stopped', script: 'systemctl stop rpc-statd', says: 'CHANGED' },
        { what: 'the lock grace is another', script: 'echo 40 >/proc/sys/fs/nfs/nlm_grace_period', says: 'CHANGED' },
        { what: 'the list is deleted', script: `rm ${list}`, says: 'CHANGED' },
        { what: 'the settings are deleted', script: `rm ${settings}`, says: 'CHANGED' },
        { what: 'the drop-in is deleted', script: `rm ${dropIn}`, says: 'CHANGED' },
        { what: 'the drop-in was changed under systemd', script: `touch ${dropIn}`, says: 'CHANGED' },
        { what: 'the list is of somebody else', ...foreign(list) },
        { what: 'the settings are of somebody else', ...foreign(settings) },
        { what: 'the drop-in is of somebody else', ...foreign(dropIn) },
      ],
    },
    {
      kind: 'storage.mount',
      host: 'node1',
      input: mounted,
      otherInput: { ...mounted, server: publicAddress },
      before: [outermost, homes, { host: 'manager', kind: 'storage.export', input: exported }],
      breakages: [
        { what: 'it is unmounted', script: `umount ${directory}`, says: 'CHANGED' },
        { what: 'it is mounted read-only', script: `mount -o remount,ro ${directory}`, says: 'CHANGED' },
        {
          what: 'another directory is mounted',
          script: `umount ${directory} && mount -t nfs -o vers=3 ${privateAddress}:${directory}/home ${directory}`,
          says: 'CHANGED',
        },
        { what: 'its unit is deleted', script: `rm ${mountUnit}`, says: 'CHANGED' },
        { what: 'its unit is edited', script: `echo '# x' >>${mountUnit}`, says: 'CHANGED' },
        { what: 'its unit is disabled', script: 'systemctl disable chroot.mount', says: 'CHANGED' },
        { what: 'its unit is of somebody else', ...foreign(mountUnit) },
        {
          what: 'something else is mounted there and the unit is gone',
          script: `systemctl stop chroot.mount && rm ${mountUnit} && systemctl daemon-reload && mount -t tmpfs theirs ${directory}`,
          says: /something else is mounted at \/chroot.*theirs/,
          mend: `umount ${directory}`,
        },
        {
          what: 'it is unmounted and files lie there',
          script: `umount ${directory} && touch ${directory}/theirs`,
          says: /would hide what is there/,
          mend: `rm ${directory}/theirs`,
        },
        {
          what: 'its file handle is stale',
          elsewhere: {
            host: 'manager',
            script: `exportfs -ua && exportfs -o rw,no_root_squash,no_subtree_check,fsid=77 ${clients[0]}:${directory}`,
          },
          // Whatever writes learns of it at once, while what only looks may be told what the client remembers.
          script: `! touch ${directory}/probe`,
          says: 'CHANGED',
          mendElsewhere: { host: 'manager', script: 'exportfs -ra' },
        },
      ],
    },
  ];
}
