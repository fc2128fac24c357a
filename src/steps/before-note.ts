import type { Answer, Probe } from '../probes/probe.js';
import type { FileFact } from '../probes/system/file-at.js';
import { firstReading } from './first-reading.js';

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

/**
 * The values from before us, for removal. A file that somebody deleted and that was written again notes what we had set
 * ourselves; the first look counts where it saw no file yet.
 */
export function valuesBefore(
  content: string,
  firstLook: Readonly<Record<string, Answer>>,
  file: Probe<FileFact>,
  seenFirst: Readonly<Record<string, string | number | boolean>> | undefined,
): ReadonlyMap<string, string> | undefined {
  if (seenFirst === undefined || firstReading(firstLook, file)?.is !== 'absent') return readBeforeNote(content);
  return new Map(Object.entries(seenFirst).map(([name, value]) => [name, String(value)] as const));
}
