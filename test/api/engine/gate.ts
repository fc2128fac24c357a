/** A place that holds whoever comes there until a test lets them go on. */
export class Gate {
  #open: () => void = () => undefined;
  #arrive: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => (this.#open = resolve));
  readonly reached = new Promise<void>((resolve) => (this.#arrive = resolve));

  readonly pass = async (): Promise<void> => {
    this.#arrive();
    await this.#opened;
  };

  open(): void {
    this.#open();
  }
}
