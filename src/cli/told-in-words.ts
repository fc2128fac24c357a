import type { Told } from '../manifest/check-manifest.js';

/** Something about a manifest as editors and people find its place: file, line, column. */
export function toldInWords(
  file: string,
  { line, column, path, rule, severity, message, remedies }: Omit<Told, 'subject'>,
): string {
  const what = [severity.toLowerCase(), ...(rule === null ? [] : [rule]), ...(path === '' ? [] : [path])].join(' ');
  return [`${file}:${line}:${column}: ${what}: ${message}`, ...remedies.map((title) => `  → ${title}`)].join('\n');
}
