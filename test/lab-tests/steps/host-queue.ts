/** Lets what needs different hosts go on at the same time, and what needs the same one wait its turn. */
export class HostQueue {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs once everything that was asked for earlier of any of these hosts has ended, well or not. */
  run<T>(hosts: ReadonlySet<string>, work: () => Promise<T>): Promise<T> {
    const earlier = Promise.allSettled([...hosts].map((host) => this.last.get(host) ?? Promise.resolve()));
    const result = earlier.then(work);
    for (const host of hosts)
      this.last.set(
        host,
        result.catch(() => undefined),
      );
    return result;
  }
}
