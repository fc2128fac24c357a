type Path = readonly (string | number)[];

/** Tells what an input has twice, and where it has the first. */
export class FirstPlaces {
  private readonly seen = new Map<string, Path>();

  constructor(private readonly wrong: (path: Path, message: string) => unknown) {}

  has(name: string): boolean {
    return this.seen.has(name);
  }

  note(name: string, path: Path, message: string): void {
    const first = this.seen.get(name);
    if (first === undefined) this.seen.set(name, path);
    else this.wrong(path, `${message}: first at ${first.join('.')}`);
  }
}
