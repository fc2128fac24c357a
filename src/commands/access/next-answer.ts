/** Nobody waits longer than this for the question before his: its connection may be one that answers no more. */
const longestMs = 1_000;

/**
 * Questions that many ask at the same time, one at a time for each key: who comes while one is out waits for the next, and shares it
 * with all who wait by then. Nobody is given an answer to what was asked before he came, so that nothing is older than a question of
 * his own would have been.
 */
export class NextAnswer<T> {
  readonly #asked = new Map<string, Promise<T>>();
  readonly #next = new Map<string, Promise<T>>();

  constructor(
    private readonly ask: (key: string) => Promise<T>,
    private readonly patienceMs = longestMs,
  ) {}

  get(key: string): Promise<T> {
    const asked = this.#asked.get(key);
    if (asked === undefined) return this.#ask(key);
    const waiting = this.#next.get(key);
    if (waiting !== undefined) return waiting;
    const next = endOf(asked, this.patienceMs).then(() => this.#ask(key));
    this.#next.set(key, next);
    return next;
  }

  #ask(key: string): Promise<T> {
    // From here on it is too late to join.
    this.#next.delete(key);
    const asked = this.ask(key).finally(() => {
      if (this.#asked.get(key) === asked && !this.#next.has(key)) this.#asked.delete(key);
    });
    this.#asked.set(key, asked);
    return asked;
  }
}

/** Answered, failed, or out for too long. */
function endOf(asked: Promise<unknown>, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs).unref();
    const ended = (): void => {
      clearTimeout(timer);
      resolve();
    };
    asked.then(ended, ended);
  });
}
