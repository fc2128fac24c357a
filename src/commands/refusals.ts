import { Refused, type UserError } from './user-error.js';

/** What refuses parts of a command that do not rest on each other, so that all of it is told at once. */
export class Refusals {
  private readonly errors: UserError[] = [];

  get told(): readonly UserError[] {
    return this.errors;
  }

  get isEmpty(): boolean {
    return this.errors.length === 0;
  }

  add(errors: readonly UserError[]): void {
    this.errors.push(...errors);
  }

  /** What the work answers; undefined where it is refused, which is kept as `told` has it. */
  async of<T>(
    work: () => T | Promise<T>,
    told: (errors: readonly UserError[]) => readonly UserError[] = (errors) => errors,
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.add(told(error.userErrors));
      return undefined;
    }
  }

  /** @throws Refused with all of it, where there is any */
  end(): void {
    if (!this.isEmpty) throw new Refused(this.errors);
  }
}
