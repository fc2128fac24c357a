/**
 * What the port mapper of a host forgot of services that run. Each service tells it of itself when it starts, and not again.
 */
export class RpcRegistrations {
  private readonly forgotten = new Set<string>();

  forget(program: number, version: number): void {
    this.forgotten.add(`${program}/${version}`);
  }

  isForgotten(program: number, version: number): boolean {
    return this.forgotten.has(`${program}/${version}`);
  }

  /** A service that serves these has started. */
  tellAnew(programs: readonly number[]): void {
    const told = [...this.forgotten].filter((one) => programs.includes(Number(one.split('/')[0])));
    for (const one of told) this.forgotten.delete(one);
  }
}
