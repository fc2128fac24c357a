/**
 * What keeps a host from working that answers and lets us in. NO_SPACE: a file system is full. READ_ONLY: one takes no writes.
 * NO_MEMORY: a process found no memory, or was killed for want of it. FORBIDDEN: even root may not write there. UNABLE: anything
 * else that its output says.
 */
export type HostTrouble = 'NO_SPACE' | 'READ_ONLY' | 'NO_MEMORY' | 'FORBIDDEN' | 'UNABLE';

/** As the C library and the kernel name it, whatever program says so, and apt, which counts before it fetches. */
const sayings: readonly (readonly [trouble: HostTrouble, said: RegExp, what: string])[] = [
  ['NO_SPACE', /No space left on device|You don't have enough free space in /, 'no space is left'],
  ['READ_ONLY', /Read-only file system/, 'the file system is read-only'],
  [
    'NO_MEMORY',
    // A lock that somebody holds, such as dpkg's, is temporarily unavailable too.
    /Cannot allocate memory|Out of memory|Cannot fork|(?:fork|clone|thread)[^\n]{0,40}: Resource temporarily unavailable/i,
    'no memory is left',
  ],
  ['FORBIDDEN', /Permission denied|Operation not permitted/, 'root may not write'],
];

/** The path that programs write before the cause: `cannot create /var/x: …`, `cannot create directory '/var/x': …`. */
const pathBefore = /(?:^|[\s'‘])(\/[^\s:'’]*)['’]?: [^:\n]*$/;

/** What an output tells of its host's state; undefined where it is about something else. */
export function troubleSaid(
  text: string,
): { readonly trouble: HostTrouble; readonly what: string; readonly path: string | null } | undefined {
  for (const [trouble, said, what] of sayings) {
    const found = said.exec(text);
    if (found === null) continue;
    const [, path = null] = pathBefore.exec(text.slice(0, found.index + found[0].length)) ?? [];
    return { trouble, what, path };
  }
  return undefined;
}

/** The line of a shell that shows more of it, and what a person does then; null where the message alone tells. */
export function wayOutOfTrouble(
  trouble: HostTrouble,
  name: string,
): { readonly title: string; readonly command: string | null } {
  switch (trouble) {
    case 'NO_SPACE':
      return {
        title: `Free some space on ${name}, or give it more; run there, this shows what is full`,
        command: 'df -h; df -i',
      };
    case 'READ_ONLY':
      return {
        title: `Have the file system of ${name} take writes again; run there, this shows which one does not, and the last words of its kernel, as of a disk that fails`,
        command: 'findmnt -O ro; dmesg | tail -n 20',
      };
    case 'NO_MEMORY':
      return {
        title: `End what takes the memory of ${name}, or give it more; run there, this shows what does`,
        command: 'free -m; ps -eo rss,pid,comm --sort=-rss | head',
      };
    case 'FORBIDDEN':
      return {
        title: `Let root write on ${name} at the path that the message names: see its attributes (lsattr -d), how it is mounted (findmnt -T), and whether a policy such as SELinux or AppArmor denies it`,
        command: null,
      };
    case 'UNABLE':
      return { title: `See to what the message says of ${name}; it answers and lets us in`, command: null };
  }
}
