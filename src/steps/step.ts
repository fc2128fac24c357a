import type { z } from 'zod';
import type { ClusterSpec } from '../domain/account-spec.js';
import type { Answer, Probe } from '../probes/probe.js';
import type { Decision } from './decision.js';
import { unlessMasked } from './unless-masked.js';

/** Names one step on one host: ledger key is `kind/key`. */
export interface StepRef {
  readonly hostId: string;
  readonly kind: string;
  readonly key: string;
}

/** Display order of plans; the real order comes from needs and from what is read and written. */
export const phases = ['PREPARE', 'NETWORK', 'STORAGE', 'DATABASE', 'ACCOUNTS', 'SERVICES'] as const;
export type Phase = (typeof phases)[number];

/** How a ledger row came to be: made by us, put in the place of something, or found as wanted. */
export type LedgerOrigin = 'CREATED' | 'REPLACED' | 'ADOPTED';

/** What removal may know of the ledger row: its origin and the first look ever taken. */
export interface LedgerMemory {
  readonly origin: LedgerOrigin;
  readonly firstLook: Readonly<Record<string, Answer>>;
}

/** Reads a look. Asking for a probe that the step did not declare is a programming error and throws. */
export interface Facts {
  read<T>(probe: Probe<T>): T;
}

export interface HostStepDefinition<I> {
  /** Stored in the ledger: never renamed. A retired kind keeps `remove`. */
  readonly kind: string;
  /** Raised when the same input shall lead to something else on the host. */
  readonly version: number;
  readonly phase: Phase;
  /** What the steps of this kind that differ only in their key share: one step row, one result per member (accounts). */
  readonly set: boolean;
  /** Holds customers' data: removed only when empty or with an acknowledgement. */
  readonly data: boolean;
  /** Whether the change may interrupt service or our connection; shown in plans. */
  readonly disruptive: boolean;
  /** Whether its removal may, as that of a site; as `disruptive` when left out. */
  readonly disruptiveRemoval?: boolean;
  /** Must be the only step of its task, as a commit-confirmed one is; false when left out. */
  readonly alone?: boolean;
  /** Whether its key is the row id of another host, which people are told by name; false when left out. */
  readonly keyIsHost?: boolean;
  readonly input: z.ZodType<I>;
  /** What the value asks of which host: the planner calls every kind with the whole value and compares with the ledger. */
  demands(spec: ClusterSpec): readonly { readonly hostId: string; readonly input: I }[];
  key(input: I): string;
  /** Steps, on any host, that must be done before this one looks. */
  needs(input: I): readonly StepRef[];
  probes(input: I): readonly Probe<unknown>[];
  /** Probes whose answer this step changes; where a later step reads one, the planner starts a new task. */
  writes(input: I): readonly Probe<unknown>[];
  /** How long the look after the change is repeated until `decide` says done, in seconds. */
  readonly settleSeconds: number;
  decide(input: I, facts: Facts): Decision;
  /** Decides towards absence: CREATED is deleted, REPLACED restored where still ours, ADOPTED left. `done` = gone. */
  remove(input: I, facts: Facts, memory: LedgerMemory): Decision;
}

/** A step with its input: what planner and worker handle, whatever the kind. */
export interface StepUnit {
  readonly kind: string;
  readonly version: number;
  readonly key: string;
  /** The parsed input, ready to be stored as JSON. */
  readonly input: unknown;
  readonly needs: readonly StepRef[];
  readonly probes: readonly Probe<unknown>[];
  readonly writes: readonly Probe<unknown>[];
  readonly settleSeconds: number;
  decide(facts: Facts): Decision;
  remove(facts: Facts, memory: LedgerMemory): Decision;
}

/** A unit and the host that it is for. */
export interface PlacedUnit {
  readonly hostId: string;
  readonly unit: StepUnit;
}

/** A kind of step as listed in the registry; `unit` refuses input that its schema does not accept. */
export interface HostStep {
  readonly kind: string;
  readonly version: number;
  readonly phase: Phase;
  readonly set: boolean;
  readonly data: boolean;
  readonly disruptive: boolean;
  readonly disruptiveRemoval: boolean;
  readonly alone: boolean;
  readonly keyIsHost: boolean;
  unit(input: unknown): StepUnit;
  demandedBy(spec: ClusterSpec): readonly PlacedUnit[];
}

/** Makes a kind of step from its definition; the one place where the type of its input is forgotten. */
export function hostStep<I>(definition: HostStepDefinition<I>): HostStep & { typed(input: I): StepUnit } {
  const typed = (input: I): StepUnit => ({
    kind: definition.kind,
    version: definition.version,
    key: definition.key(input),
    input,
    needs: definition.needs(input),
    probes: definition.probes(input),
    writes: definition.writes(input),
    settleSeconds: definition.settleSeconds,
    decide: (facts) => unlessMasked(definition.decide(input, facts), facts, definition.probes(input)),
    remove: (facts, memory) => definition.remove(input, facts, memory),
  });
  return {
    kind: definition.kind,
    version: definition.version,
    phase: definition.phase,
    set: definition.set,
    data: definition.data,
    disruptive: definition.disruptive,
    disruptiveRemoval: definition.disruptiveRemoval ?? definition.disruptive,
    alone: definition.alone ?? false,
    keyIsHost: definition.keyIsHost ?? false,
    typed,
    unit: (input) => typed(definition.input.parse(input)),
    demandedBy: (spec) => definition.demands(spec).map(({ hostId, input }) => ({ hostId, unit: typed(input) })),
  };
}
