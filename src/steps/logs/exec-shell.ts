/** systemd unescapes what it reads, and fills in what stands behind `%` and `$`. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `"${escaped.replaceAll('%', '%%').replaceAll('$', '$$$$')}"`;
}

/** A constant script and its arguments as a unit file's command; the script never holds a value. */
export function execShell(script: string, ...args: readonly string[]): string {
  return ['/bin/sh', '-c', quoted(script), 'sh', ...args.map(quoted)].join(' ');
}
