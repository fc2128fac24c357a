import type { z } from 'zod';
import type { Question, Reading, StoredQuestion } from '../probes/probe.js';

/** A MySQL server that a trial logs in to from its host. */
export interface TrialServer {
  readonly hostId: string;
  readonly name: string;
  readonly address: string;
  readonly port: number;
}

export interface TrialDefinition<I, T> {
  /** Stored with tasks: never renamed. */
  readonly kind: string;
  /** Raised when the same input shall be tried in another way. */
  readonly version: number;
  readonly input: z.ZodType<I>;
  /** What it does on its host, for whoever is shown the plan; without what differs from run to run. */
  does(input: I): string;
  /**
   * What is run, under the fence of the host: a constant script that clears up what an earlier run left under its mark, ends by
   * itself within its bound, and says in words what came of it. What it cannot decide is no failure.
   */
  question(input: I): Question;
  /** What it shows, under a name without what differs from run to run, so that rules find it. */
  fact(input: I): StoredQuestion<T>;
  summary(value: T): string;
  /** The server that a login goes to; left out for what a shell does. */
  readonly server?: (input: I) => TrialServer;
}

/** A trial with its input: what planner and worker handle, whatever the kind. */
export interface Trial {
  readonly kind: string;
  readonly version: number;
  /** The parsed input, ready to be stored as JSON. */
  readonly input: unknown;
  /** What it does on its host, in one line for people. */
  readonly does: string;
  readonly question: Question;
  readonly factId: string;
  readonly server: TrialServer | null;
  /** One line about an answer, for people. */
  summary(answer: { readonly exitCode: number; readonly stdout: string; readonly stderr: string }): string;
}

/** A kind of trial as listed by its proof; `of` refuses input that its schema does not accept. */
export interface TrialKind {
  readonly kind: string;
  readonly version: number;
  of(input: unknown): Trial;
}

/** Names of what trials show begin so, by which it is told from what looks show. */
const ofTrials = 'proof.';

/** Whether a trial showed what is stored under the name of a question. */
export function isOfTrial(probeId: string): boolean {
  return probeId.startsWith(ofTrials);
}

/** Makes a kind of trial from its definition; the one place where the type of its input is forgotten. */
export function defineTrial<I, T>(definition: TrialDefinition<I, T>): TrialKind & { typed(input: I): Trial } {
  const { kind, version } = definition;
  const typed = (input: I): Trial => {
    const fact = definition.fact(input);
    if (!isOfTrial(fact.id)) throw new Error(`what ${kind} shows has to be named ${ofTrials}…, not ${fact.id}`);
    return {
      kind,
      version,
      input,
      does: definition.does(input),
      question: definition.question(input),
      factId: fact.id,
      server: definition.server?.(input) ?? null,
      summary: (answer) => {
        const reading: Reading<T> = fact.parse(answer);
        return reading.known ? definition.summary(reading.value) : `not known: ${reading.reason}`;
      },
    };
  };
  return { kind, version, typed, of: (input) => typed(definition.input.parse(input)) };
}
