interface MountLine {
  readonly target: string;
  readonly fileSystem: string;
  readonly source: string;
  readonly superOptions: string;
}

/** What the kernel prints of a host with a root file system and these mounts, oldest first. */
export function mountInfo(...mounts: readonly MountLine[]): string {
  const lines = mounts.map(
    ({ target, fileSystem, source, superOptions }, index) =>
      `${20 + index} 16 0:${20 + index} / ${target} rw,relatime shared:${index + 2} - ${fileSystem} ${source} ${superOptions}`,
  );
  return `${['16 1 98:0 / / rw,relatime shared:1 - ext4 /dev/root rw', ...lines].join('\n')}\n`;
}

/** User storage as a node mounts it from this server address. */
export function nfsMount(server: string, more: Partial<MountLine> = {}): MountLine {
  const superOptions = `rw,vers=3,hard,proto=tcp,local_lock=none,addr=${server}`;
  return { target: '/chroot', fileSystem: 'nfs', source: `${server}:/chroot`, superOptions, ...more };
}
