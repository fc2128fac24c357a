/** One word of a POSIX shell, whatever it holds. The only place where a value becomes shell text. Refuses NUL. */
export function quote(value: string): string {
  if (value.includes('\0')) throw new RangeError('a value with a NUL character cannot be sent to a host');
  return `'${value.replaceAll("'", `'\\''`)}'`;
}
