import type { Problem } from '../problem.js';

/** Tells names that are given twice, and where the first one is. */
export class Once {
  private readonly seen = new Map<string, readonly string[]>();

  constructor(private readonly problems: Problem[]) {}

  note(name: string | undefined, place: readonly (string | number)[], message: string): void {
    if (name === undefined) return;
    const path = place.map(String);
    const first = this.seen.get(name);
    if (first === undefined) this.seen.set(name, path);
    else this.problems.push({ path, message, first });
  }
}
