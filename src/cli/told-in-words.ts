import type { Told } from '../manifest/check-manifest.js';

const longestShown = 160;

/**
 * Something about a manifest as editors and people find its place: file, line, column.
 * @param text of the file, where the line is to be shown with a caret under the place
 */
export function toldInWords(
  file: string,
  { line, column, path, rule, severity, message, remedies }: Omit<Told, 'subject'>,
  text?: string,
): string {
  const what = [severity.toLowerCase(), ...(rule === null ? [] : [rule]), ...(path === '' ? [] : [path])].join(' ');
  return [
    `${file}:${line}:${column}: ${what}: ${message}`,
    ...underlined(text, line, column),
    ...remedies.map((title) => `  → ${title}`),
  ].join('\n');
}

function underlined(text: string | undefined, line: number, column: number): readonly string[] {
  const shown = text?.split('\n')[line - 1]?.trimEnd() ?? '';
  if (shown === '' || shown.length > longestShown) return [];
  return [`    ${shown}`, `    ${shown.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')}^`];
}
