/** What a program started and has to remove before it ends, whenever it is interrupted: the last made is removed first. */
export class MadeHere {
  private readonly removals: (() => Promise<unknown>)[] = [];
  private removing = false;

  removedBy(removal: () => Promise<unknown>): void {
    this.removals.push(removal);
  }

  /**
   * Waits for something that is being made. It is removed even where the interruption comes before it is complete.
   * @throws where the removal began before
   */
  once<T>(make: () => Promise<T>, removal: (made: T) => Promise<unknown>): Promise<T> {
    if (this.removing) return Promise.reject(new Error('nothing more is made, since all is being removed'));
    const making = make();
    this.removedBy(() => making.then(removal, () => undefined));
    return making;
  }

  /**
   * Removes everything once, although one removal may fail.
   * @throws AggregateError with what failed
   */
  async remove(): Promise<void> {
    this.removing = true;
    const failures: unknown[] = [];
    for (let removal = this.removals.pop(); removal !== undefined; removal = this.removals.pop()) {
      await removal().catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, `not removed: ${failures.map(String).join('; ')}`);
  }
}
