/**
 * A line of our own file that says how the host was before. The file is written first, so that a run that was cut in the
 * middle does not take what it changed for the state that removal shall restore.
 */
const noteLine = /^# Before: (.*)$/m;

export function beforeNote(values: Readonly<Record<string, string | number>>): string {
  const words = Object.entries(values).map(([name, value]) => `${name}=${value}`);
  return `# Before: ${words.join(' ')}`;
}

/** The values of the note in a file, by name; undefined where it has none. */
export function readBeforeNote(content: string): ReadonlyMap<string, string> | undefined {
  const words = noteLine.exec(content)?.[1];
  if (words === undefined) return undefined;
  return new Map(
    words.split(' ').map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const),
  );
}
