import type { BenchRow } from './report/bench-result.js';

export interface BenchRun {
  /** How often everything is measured, taking turns. */
  readonly rounds: number;
  readonly progress: (line: string) => void;
}

/** Something that is measured, under the name that its result has in `bench/results`. */
export interface Bench {
  readonly name: string;
  /** What it says about itself in the help. */
  readonly summary: string;
  /** Unless told otherwise. */
  readonly rounds: number;
  /** For whoever reads the figures: what was done, in sentences. */
  readonly about: readonly string[];
  run(run: BenchRun): Promise<readonly BenchRow[]>;
}
