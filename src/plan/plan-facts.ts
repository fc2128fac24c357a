import { maxAgeOf } from '../probes/max-age-of.js';
import type { Answer, Probe } from '../probes/probe.js';
import type { StoredAnswers } from '../probes/stored-answer.js';

/** Output of a command of one host that a decision was made from. */
export interface PlanEvidence {
  readonly hostId: string;
  readonly probeId: string;
  /** As `describeQuestion` tells it. */
  readonly command: string;
  readonly answer: Answer;
  readonly observedAt: Date;
}

/** What the last look brought: never asked or too old, asked and not understood, or a value. */
export type PlanReading<T> =
  | { readonly is: 'unasked'; readonly reason: string }
  | { readonly is: 'unread'; readonly reason: string; readonly evidence: PlanEvidence }
  | { readonly is: 'known'; readonly value: T; readonly evidence: PlanEvidence };

/** Stored answers of hosts at one moment, as decisions about a plan read them. */
export interface PlanFacts {
  read<T>(hostId: string, probe: Probe<T>): PlanReading<T>;
}

/** Facts over stored answers. An answer older than its probe allows does not count. */
export function planFacts(answers: StoredAnswers, now: Date): PlanFacts {
  return {
    read<T>(hostId: string, probe: Probe<T>): PlanReading<T> {
      const last = answers.get(hostId)?.get(probe.id);
      if (last === undefined) return { is: 'unasked', reason: `no look has brought an answer to ${probe.id} yet` };
      const ageSeconds = Math.floor((now.getTime() - last.observedAt.getTime()) / 1000);
      const most = maxAgeOf(probe, last.answer);
      if (ageSeconds > most) {
        const reason = `the last look at ${probe.id} is ${ageSeconds} s old; at most ${most} s count`;
        return { is: 'unasked', reason };
      }
      const evidence = { hostId, probeId: probe.id, ...last };
      const reading = probe.parse(last.answer);
      if (!reading.known) return { is: 'unread', reason: `${probe.id}: ${reading.reason}`, evidence };
      return { is: 'known', value: reading.value, evidence };
    },
  };
}
