/**
 * Whether a version is at least another: compared number by number, up to the first sign that is none, since what follows it
 * (`-21-amd64`, `-553.el8_10`) is counted by each distribution in its own way. Undefined where it does not begin with numbers.
 */
export function versionReaches(version: string, least: readonly number[]): boolean | undefined {
  const [numbers] = /^\d+(?:\.\d+)*/.exec(version) ?? [];
  if (numbers === undefined) return undefined;
  const parts = numbers.split('.').map(Number);
  for (const [index, wanted] of least.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
