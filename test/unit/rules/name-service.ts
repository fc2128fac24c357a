interface Entry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  /** GID of the group of the same name; null for a user without one. */
  readonly groupGid?: number | null;
}

/** What getent prints of a host with root and these users, each with its group. */
export function nameService(...entries: readonly Entry[]): string {
  const users = entries.map(({ name, uid, gid }) => `${name}:x:${uid}:${gid}::/chroot/home/${name}:/usr/sbin/nologin`);
  const groups = entries.flatMap(({ name, gid, groupGid }) =>
    groupGid === null ? [] : [`${name}:x:${groupGid ?? gid}:`],
  );
  return ['root:x:0:0:root:/root:/bin/bash', ...users, '%', 'root:x:0:', ...groups, '%', ''].join('\n');
}
