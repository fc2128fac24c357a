import type { RuleFacts } from './rule.js';

/** Facts that remember when the oldest answer was given that rules were told. */
export interface NotedFacts {
  readonly facts: RuleFacts;
  /** Null while no rule was told anything. */
  oldestAt(): Date | null;
}

export function notedFacts(inner: RuleFacts): NotedFacts {
  let oldest: Date | null = null;
  return {
    facts: {
      ...inner,
      read: (hostId, probe) => {
        const observed = inner.read(hostId, probe);
        if (observed.known && (oldest === null || observed.evidence.observedAt < oldest)) {
          oldest = observed.evidence.observedAt;
        }
        return observed;
      },
    },
    oldestAt: () => oldest,
  };
}
