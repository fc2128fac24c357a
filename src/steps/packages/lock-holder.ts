/** As apt says each second that it waits for a lock; it names the process. */
const waiting = /^Waiting for cache lock: .* It is held by process (\d+) \((.*)\)/;

/** Who holds the lock of dpkg that an installation waits for, by what apt said last; undefined where it waits for none. */
export function lockHolder(said: string): string | undefined {
  const last = said.trimEnd().split('\n').at(-1) ?? '';
  const [, process, name] = waiting.exec(last) ?? [];
  return process === undefined || name === undefined ? undefined : `process ${process} (${name})`;
}
