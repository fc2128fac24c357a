/** A rendered script is not of the shape that the harness gives it. */
export class UnknownScript extends Error {}

/** Reads a text from its beginning to its end, by what is expected next. */
export class Scanner {
  private at = 0;

  constructor(private readonly text: string) {}

  get done(): boolean {
    return this.at === this.text.length;
  }

  startsWith(expected: string): boolean {
    return this.text.startsWith(expected, this.at);
  }

  /** Goes over a text where it is the next; false where it is not. */
  skipIf(expected: string): boolean {
    if (!this.startsWith(expected)) return false;
    this.at += expected.length;
    return true;
  }

  skip(expected: string): void {
    if (!this.skipIf(expected)) throw this.unknown(`"${expected.trim()}" was expected`);
  }

  /** Everything up to an end, which is gone over too. */
  upTo(end: string): string {
    const found = this.text.indexOf(end, this.at);
    if (found === -1) throw this.unknown(`"${end.trim()}" never comes`);
    const between = this.text.slice(this.at, found);
    this.at = found + end.length;
    return between;
  }

  /** Words as `quote` writes them, with one blank between them. */
  words(): readonly string[] {
    const words = [this.word()];
    while (this.startsWith(" '")) {
      this.at += 1;
      words.push(this.word());
    }
    return words;
  }

  private word(): string {
    this.skip("'");
    let word = this.upTo("'");
    while (this.skipIf("\\''")) word += `'${this.upTo("'")}`;
    return word;
  }

  unknown(why: string): UnknownScript {
    return new UnknownScript(`${why} at: ${this.text.slice(this.at, this.at + 80)}`);
  }
}
