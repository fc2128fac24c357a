import { createHash } from 'node:crypto';
import type { FakeHost } from '../../../src/fake-fleet/model/fake-host.js';

function filesBelow({ files }: FakeHost, folder: string): readonly string[] {
  return files.below(folder).flatMap((path) => {
    const node = files.at(path);
    if (typeof node !== 'object') return [`${path} ${String(node)}`];
    if (node.is === 'link') return [`${path} -> ${node.target}`];
    const owned = `${node.mode} ${node.uid}:${node.gid}`;
    if (node.is === 'directory') return /^\/(chroot|etc\/exports\.d)/.test(path) ? [`${path}/ ${owned}`] : [];
    return [`${path} ${owned} ${createHash('sha256').update(node.content).digest('hex')}`];
  });
}

/** The same of a fake host as `hostSnapshot` tells of a real one. */
export function fakeSnapshot(host: FakeHost): readonly string[] {
  const root = host.files.at('/chroot');
  const { kernel, links, units, mounts, users, exports } = host;
  return [
    ...(typeof root === 'object' && root.is === 'directory' ? [`/chroot/ ${root.mode} ${root.uid}:${root.gid}`] : []),
    ...filesBelow(host, '/etc'),
    ...filesBelow(host, '/chroot'),
    ...links.all.flatMap(({ name, addresses }) =>
      addresses.map((held) => `${name} ${held.address}/${held.prefixLength}`),
    ),
    ...units.active.map((unit) => `invocation:${unit}`),
    ...['arp_ignore', 'arp_announce'].map((name) => `${name} ${kernel.get(`/proc/sys/net/ipv4/conf/all/${name}`)}`),
    ...mounts.all.map(({ source, target, fileSystem }) => `${source} ${target} ${fileSystem}`),
    ...users.users.map((user) => JSON.stringify(user)),
    ...users.groups.map((group) => JSON.stringify(group)),
    ...mounts.all.flatMap(({ target, placeOf }) => {
      const place = placeOf('/');
      const limits = typeof place === 'string' ? [] : [...(place.tree.groupLimits ?? [])];
      return limits.flatMap(([gid, hardKib]) => (hardKib === 0 ? [] : `limit ${target} ${gid} ${hardKib}`));
    }),
    ...exports.all.map((one) => JSON.stringify(one)),
  ].sort();
}
