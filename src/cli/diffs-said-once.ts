/** Fewer lines than that are read faster than what they are the same as. */
const fewestLines = 8;

/** The path that a unified diff is about, of its head. */
function pathOf([from = '', to = '']: readonly string[]): string {
  return (to.endsWith('/dev/null') ? from : to).slice('+++ '.length);
}

/** Lines side by side that are all added, all removed, or all as they were. */
function runsOf(lines: readonly string[]): readonly string[][] {
  const runs: string[][] = [];
  for (const line of lines) {
    const run = runs.at(-1);
    if (run?.[0]?.[0] === line[0] && run !== undefined) run.push(line);
    else runs.push([line]);
  }
  return runs;
}

/**
 * The diffs of one plan, in the order in which a person reads them. The same lines often come or go in one file per site and host, as
 * those for the addresses of a cluster: they are shown where they do so first, and are counted where they do again.
 */
export class DiffsSaidOnce {
  readonly #places = new Map<string, string>();

  /** The lines of a unified diff of one file. */
  linesOf(diff: string, host: string): readonly string[] {
    const lines = diff.trimEnd().split('\n');
    const [head, body] = [lines.slice(0, 2), lines.slice(2)];
    return [...head, ...runsOf(body).flatMap((run) => this.#shown(run, `${pathOf(head)} on ${host}`))];
  }

  #shown(run: readonly string[], place: string): readonly string[] {
    const sign = run[0]?.[0];
    if (run.length < fewestLines || (sign !== '+' && sign !== '-')) return run;
    const text = run.join('\n');
    const former = this.#places.get(text);
    if (former === undefined) {
      this.#places.set(text, place);
      return run;
    }
    return [`… ${run.length} lines ${sign === '+' ? 'added' : 'removed'}, the same as in ${former} above`];
  }
}
