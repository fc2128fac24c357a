interface Process {
  /** Its program first. */
  readonly words: readonly string[];
  /** Null for what was started by hand. */
  readonly unit: string | null;
}

function programOf({ words: [path = ''] }: Process): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What runs on a host for good, as far as somebody asks for it: by what words, and for which unit. */
export class Processes {
  private running: readonly Process[] = [];

  begin(words: readonly string[], unit: string | null): void {
    this.running = [...this.running, { words, unit }];
  }

  endOf(unit: string): void {
    this.running = this.running.filter((process) => process.unit !== unit);
  }

  endOldest(program: string): void {
    const oldest = this.running.find((process) => programOf(process) === program);
    this.running = this.running.filter((process) => process !== oldest);
  }

  /** The words of the newest one of a program. */
  newest(program: string): readonly string[] | undefined {
    return this.running.findLast((process) => programOf(process) === program)?.words;
  }
}
