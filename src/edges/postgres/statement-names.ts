import { createHash } from 'node:crypto';

/** As often a text has come before it is taken for one that comes again. */
const usesBefore = 2;
/** A plan takes some dozen times the memory of its text, on every connection. */
const longestText = 4_000;
const mostNames = 300;
const mostCounted = 2_000;

/**
 * Names under which PostgreSQL keeps statements prepared, so that it parses and plans once what comes again. Bounded, since
 * clients' selections make any number of texts: what is new beyond the bound runs as before, without a name.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #uses = new Map<string, number>();
  #given = 0;

  /** The name for the next use of a statement; undefined where it is not to be kept. */
  nameOf(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined || this.#given >= mostNames || text.length > longestText) return known;
    const uses = this.#uses.get(text) ?? 0;
    if (uses >= usesBefore) return this.#give(text);
    if (this.#uses.size >= mostCounted) this.#uses.clear();
    this.#uses.set(text, uses + 1);
    return undefined;
  }

  /**
   * A connection holds something else under this name: from now on the text has another one, as far as the bound allows. Once for
   * all connections that find it out.
   */
  renounce(text: string, name: string): void {
    if (this.#names.get(text) !== name) return;
    this.#names.delete(text);
    this.#uses.set(text, usesBefore);
  }

  #give(text: string): string {
    this.#uses.delete(text);
    this.#given += 1;
    // Of the text: behind a pooler connections are shared with other processes, and equal names have to mean the same there.
    const name = `${createHash('sha256').update(text).digest('base64url')}-${this.#given}`;
    this.#names.set(text, name);
    return name;
  }
}
