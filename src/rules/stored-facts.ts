import type { Answer, StoredQuestion } from '../probes/probe.js';
import type { Observed, RuleFacts } from './rule.js';

/** The last answer of a host to a probe, as it is stored. */
export interface StoredAnswer {
  /** What was asked, as `describeQuestion` tells it. */
  readonly command: string;
  readonly answer: Answer;
  readonly observedAt: Date;
}

/** What is known of a host without asking it. */
export interface KnownHost {
  readonly name: string;
  readonly hostKeySha256: string | null;
  /** Left out where nobody tried to reach it. */
  readonly offeredKeySha256?: string | null;
}

export interface StoredLooks {
  /** By host id, then by probe id. */
  readonly answers: ReadonlyMap<string, ReadonlyMap<string, StoredAnswer>>;
  readonly hosts: ReadonlyMap<string, KnownHost>;
  readonly now: Date;
}

function observed<T>(
  stored: StoredAnswer | undefined,
  probe: StoredQuestion<T>,
  hostId: string,
  now: Date,
): Observed<T> {
  if (stored === undefined) return { known: false, reason: `no look has brought an answer to ${probe.id} yet` };
  const ageSeconds = Math.floor((now.getTime() - stored.observedAt.getTime()) / 1000);
  if (ageSeconds > probe.maxAgeSeconds) {
    const reason = `the last look at ${probe.id} is ${ageSeconds} s old; at most ${probe.maxAgeSeconds} s count`;
    return { known: false, reason };
  }
  const reading = probe.parse(stored.answer);
  if (!reading.known) return reading;
  return { known: true, value: reading.value, evidence: { hostId, probeId: probe.id, ...stored } };
}

/** Facts over stored answers at one moment: an answer older than its probe allows is unknown. */
export function storedFacts({ answers, hosts, now }: StoredLooks): RuleFacts {
  return {
    read: (hostId, probe) => observed(answers.get(hostId)?.get(probe.id), probe, hostId, now),
    hostName: (hostId) => hosts.get(hostId)?.name ?? hostId,
    hostKeySha256: (hostId) => hosts.get(hostId)?.hostKeySha256 ?? null,
    offeredKeySha256: (hostId) => hosts.get(hostId)?.offeredKeySha256 ?? null,
    now,
  };
}
