import type { Problem } from '../problem.js';

/** Tells names that are given twice. */
export class Once {
  private readonly seen = new Set<string>();

  constructor(private readonly problems: Problem[]) {}

  note(name: string | undefined, path: readonly (string | number)[], message: string): void {
    if (name === undefined) return;
    if (this.seen.has(name)) this.problems.push({ path: path.map(String), message });
    this.seen.add(name);
  }
}
