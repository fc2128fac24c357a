/** Scripts that a host runs later by itself, by the name of the timer's unit. */
export class Timers {
  private readonly armed = new Map<string, NodeJS.Timeout>();

  constructor(private readonly run: (script: string) => void) {}

  arm(unit: string, seconds: number, script: string): void {
    const timer = setTimeout(() => {
      this.armed.delete(unit);
      this.run(script);
    }, seconds * 1000);
    // A fleet that is told to stop does not wait for it.
    timer.unref();
    this.armed.set(unit, timer);
  }

  /** False where there is no such timer any more. */
  disarm(unit: string): boolean {
    clearTimeout(this.armed.get(unit));
    return this.armed.delete(unit);
  }

  disarmAll(): void {
    for (const unit of [...this.armed.keys()]) this.disarm(unit);
  }
}
