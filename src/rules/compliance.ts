import type { ClusterSpec } from '../domain/account-spec.js';
import { blocking, type Acknowledgement } from './blocking.js';
import { judge } from './judge.js';
import { notedFacts } from './noted-facts.js';
import type { Finding, RuleFacts } from './rule.js';

/** What is judged: a cluster's accepted value. */
export interface JudgedCluster {
  readonly id: string;
  readonly draft: boolean;
  readonly spec: ClusterSpec;
  /** The accepted revision. */
  readonly revision?: number;
}

/** What the rules say of a cluster at one moment. */
export interface Compliance {
  readonly judgedAt: Date;
  /** When the oldest answer was given that a verdict rests on; null where all rest on the value alone. */
  readonly oldestFactAt: Date | null;
  /** In the order of the rules. */
  readonly findings: readonly Finding[];
  /** Those that would refuse `setUpCluster` now. Other changes are refused only for what they introduce or worsen. */
  readonly blocking: readonly Finding[];
  /** Those that are wrong now, whatever they would refuse: errors, and warnings that nobody acknowledged. */
  readonly violated: readonly Finding[];
}

/**
 * Judges a cluster by what is known of its hosts. What is true only once steps ran is not asked of a draft, and what a draft
 * merely lacks is information there; its setup is judged in full all the same.
 */
export function complianceOf(
  { id, draft, spec, ...accepted }: JudgedCluster,
  facts: RuleFacts,
  acknowledgements: readonly Acknowledgement[],
): Compliance {
  const noted = notedFacts(facts);
  const of = { clusterId: id, ...accepted };
  const asDraft = draft ? judge(spec, noted.facts, ['declared', 'before'], { draft: true, ...of }) : undefined;
  const moments = draft ? (['declared', 'before'] as const) : (['declared', 'before', 'after'] as const);
  const inFull = judge(spec, noted.facts, moments, { draft: false, ...of });
  const findings = asDraft ?? inFull;
  return {
    judgedAt: facts.now,
    oldestFactAt: noted.oldestAt(),
    findings,
    blocking: blocking(
      inFull.filter(({ moment }) => moment !== 'after'),
      acknowledgements,
    ),
    violated: blocking(findings, acknowledgements).filter(({ verdict }) => verdict === 'VIOLATED'),
  };
}
