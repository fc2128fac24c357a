import type { Answer } from './probe.js';

/** The last answer of a host to a probe, as it is stored. */
export interface StoredAnswer {
  /** What was asked, as `describeQuestion` tells it. */
  readonly command: string;
  readonly answer: Answer;
  readonly observedAt: Date;
}

/** By host id, then by probe id. */
export type StoredAnswers = ReadonlyMap<string, ReadonlyMap<string, StoredAnswer>>;
