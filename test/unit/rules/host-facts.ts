import type { Answer, StoredQuestion } from '../../../src/probes/probe.js';
import type { HostDrift } from '../../../src/rules/drift.js';
import type { DeclaredElsewhere, RuleFacts } from '../../../src/rules/rule.js';
import type { StoredAnswer } from '../../../src/probes/stored-answer.js';
import { storedFacts } from '../../../src/rules/stored-facts.js';
import { hostNames } from './clusters.js';

/** When every answer of a test was observed unless said otherwise, and now. */
export const observedAt = new Date('2026-01-02T03:04:05Z');

/** Facts as they are stored: what hosts printed when they were asked. */
export class HostFacts {
  private readonly answers = new Map<string, Map<string, StoredAnswer>>();
  private readonly outside = new Map<string, Map<string, StoredAnswer>>();
  private readonly elsewhere = new Map<string, readonly DeclaredElsewhere[]>();
  private readonly drift = new Map<string, HostDrift>();
  private readonly leftHosts: string[] = [];
  private readonly offered = new Map<string, string>();
  private readonly hostKeys = new Map([...hostNames].map(([hostId, name]) => [hostId, `SHA256:${name}`]));

  /** The host answers with this text, or as said. */
  answer(hostId: string, probe: StoredQuestion<unknown>, answer: string | Partial<Answer>, at = observedAt): this {
    const full = { exitCode: 0, stdout: '', stderr: '', ...(typeof answer === 'string' ? { stdout: answer } : answer) };
    const ofHost = this.answers.get(hostId) ?? new Map<string, StoredAnswer>();
    this.answers.set(hostId, ofHost.set(probe.id, { command: `asks ${probe.id}`, answer: full, observedAt: at }));
    return this;
  }

  /** A vantage tried it, and says what it met. */
  triedFromOutside(vantageId: string, trial: StoredQuestion<unknown>, stdout: string, at = observedAt): this {
    const answer = { exitCode: 0, stdout, stderr: '' };
    const ofVantage = this.outside.get(vantageId) ?? new Map<string, StoredAnswer>();
    this.outside.set(vantageId, ofVantage.set(trial.id, { command: `tries ${trial.id}`, answer, observedAt: at }));
    return this;
  }

  hostKey(hostId: string, sha256: string): this {
    this.hostKeys.set(hostId, sha256);
    return this;
  }

  /** The host showed this key, which nobody confirmed yet. */
  offersKey(hostId: string, sha256: string): this {
    this.offered.set(hostId, sha256);
    return this.withoutHostKey(hostId);
  }

  /** Another cluster declares this address. */
  declares(address: string, elsewhere: DeclaredElsewhere): this {
    this.elsewhere.set(address, [...(this.elsewhere.get(address) ?? []), elsewhere]);
    return this;
  }

  /** What was made there for the cluster, and is not so any more. */
  drifts(hostId: string, drift: HostDrift): this {
    this.drift.set(hostId, drift);
    return this;
  }

  /** The same of a host that left the cluster. */
  left(hostId: string, drift: HostDrift): this {
    this.leftHosts.push(hostId);
    return this.drifts(hostId, drift);
  }

  withoutHostKey(hostId: string): this {
    this.hostKeys.delete(hostId);
    return this;
  }

  at(now: Date): RuleFacts {
    const hosts = new Map(
      [...hostNames].map(([hostId, name]) => [
        hostId,
        {
          ...{ name, hostKeySha256: this.hostKeys.get(hostId) ?? null },
          offeredKeySha256: this.offered.get(hostId) ?? null,
        },
      ]),
    );
    const looks = { answers: this.answers, outside: this.outside, hosts, now, elsewhere: this.elsewhere };
    const facts = storedFacts(looks);
    return { ...facts, drift: (hostId) => this.drift.get(hostId) ?? facts.drift(hostId), leftHosts: this.leftHosts };
  }
}
