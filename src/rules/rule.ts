import type { ClusterSpec } from '../domain/account-spec.js';
import type { AddressPurpose, RuleSet } from '../domain/spec.js';
import type { Answer, Probe, StoredQuestion, UnknownReading } from '../probes/probe.js';
import type { HostDrift } from './drift.js';
import type { UnreachedHost } from './unreached-host.js';

/** E refuses the mutation, W refuses until acknowledged by rule and subject, I never blocks. */
export type Severity = 'ERROR' | 'WARNING' | 'INFO';

/**
 * When a rule can be decided. `declared`: from the edited value alone. `before`: from facts, before anything is touched.
 * `after`: only once the steps ran; its violation fails the operation, unless the rule says otherwise.
 */
export type Moment = 'declared' | 'before' | 'after';

export type Verdict = 'MET' | 'VIOLATED' | 'UNKNOWN' | 'NOT_APPLICABLE';

/** What a verdict is about. `id` is the row id, or the name of a network, or the text of an address, within the cluster. */
export interface Subject {
  readonly kind: 'Cluster' | 'Host' | 'Network' | 'Address' | 'DatabaseServer' | 'Account';
  readonly id: string;
}

/** Output of a command of one host that a verdict rests on. */
export interface Evidence {
  /** Null of a host that whoever is told may not see. */
  readonly hostId: string | null;
  /** A vantage said it, which belongs to no cluster: no look at a host brings it anew. Left out where that is not so. */
  readonly isFromOutside?: true;
  readonly probeId: string;
  /** As `describeQuestion` tells it. */
  readonly command: string;
  readonly answer: Answer;
  readonly observedAt: Date;
}

/** What makes a finding go away: a mutation with its input filled in, or a command that only a person can run. */
export interface Remedy {
  readonly title: string;
  readonly mutation: string | null;
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly command: string | null;
  readonly hostId: string | null;
}

export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly moment: Moment;
  readonly subject: Subject;
  /** What people call the subject. */
  readonly subjectName: string;
  /** Row id of the cluster that was judged; null before it is created. */
  readonly clusterId: string | null;
  readonly verdict: Verdict;
  /** Stable code of the message within the rule, for translation; `parameters` fill it. */
  readonly messageCode: string;
  /** The same of it whoever is told, where whoever may see less is told by another code; left out where all are told by one. */
  readonly codeToAll?: string;
  /** How much there is of it, where an edit may make it more: more is worse. Left out where it is there or not. */
  readonly extent?: number;
  /**
   * Row ids of all hosts that share what none may share, in the order of the value, which alone says whom of them it is told of: of each
   * but the first. Left out where nothing is shared.
   */
  readonly alike?: readonly string[];
  /** How much the rule said of the same subject before it, at this moment. */
  readonly nth: number;
  readonly parameters: Readonly<Record<string, string>>;
  /** Names the culprit and says what would be accepted. */
  readonly message: string;
  /** Path into the cluster's core, e.g. ['members', '0', 'addresses'], or into its accounts; empty where the value is not at fault. */
  readonly field: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly remedies: readonly Remedy[];
  /** The host that keeps it from being decided, with whatever else waits for it; left out where that is not why. */
  readonly unreached?: UnreachedHost;
}

/** A stored look at one host: the parsed value with its evidence, or why it is unknown (never looked, too old, no command). */
export type Observed<T> = { readonly known: true; readonly value: T; readonly evidence: Evidence } | UnknownReading;

/** An address as a cluster of the tenant declares it. */
export interface DeclaredElsewhere {
  /** Name of the cluster; null for whoever may see their own cluster alone. */
  readonly cluster: string | null;
  /** Name of the host; null for the same. */
  readonly host: string | null;
  readonly purpose: AddressPurpose;
  /** The network that it is declared in. */
  readonly cidr: string;
  readonly isDraft: boolean;
}

/** Facts of all hosts at one moment; age is judged by the reader, so that rules stay pure. */
export interface RuleFacts {
  read<T>(hostId: string, probe: StoredQuestion<T>): Observed<T>;
  /** What vantages said that tried this, the last one first; none where nobody ever did. */
  triedFromOutside<T>(trial: StoredQuestion<T>): readonly Observed<T>[];
  hostName(hostId: string): string;
  /** The pinned host key's fingerprint; null before it is confirmed. */
  hostKeySha256(hostId: string): string | null;
  /** The fingerprint of the host key that it showed when it was first reached; null before that. */
  offeredKeySha256(hostId: string): string | null;
  /** Why nothing is known of a host, where one reason holds for all; undefined where it answered. */
  unreached(hostId: string): UnreachedHost | undefined;
  /** Where clusters of the tenant declare an address; of the cluster that is judged itself it may say so, or nothing. */
  declaredElsewhere(address: string): readonly DeclaredElsewhere[];
  /**
   * What was made on a host for the cluster that is judged, and is not so any more, and what a failed operation owes there; nothing was
   * made, and nothing is owed, where nobody read that.
   */
  drift(hostId: string): HostDrift;
  /** Hosts that are no members, as they left it, on which a failed operation left for that cluster what was to go. */
  readonly leftHosts: readonly string[];
  /** The moment by which ages are judged. */
  readonly now: Date;
}

export interface RuleContext {
  readonly spec: ClusterSpec;
  readonly facts: RuleFacts;
  readonly moment: Moment;
  /** A draft may lack things: rules that only miss something answer INFO. */
  readonly draft: boolean;
  /** Row id of the cluster, for remedies; null before it is created. */
  readonly clusterId: string | null;
  /** Its accepted revision, for the same; left out before there is one. */
  readonly revision?: number;
}

/** A requirement: one file, one test, one line in the registry. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  /** The law in one sentence, in our words. */
  readonly law: string;
  readonly severity: Severity;
  /** Where a rule set has another, because the published requirements disagree. */
  readonly severities?: Readonly<Partial<Record<RuleSet, Severity>>>;
  readonly source: string;
  readonly moments: readonly Moment[];
  /** What it says is the same at each of its moments: it is judged at the last of those that are asked for alone. Left out elsewhere. */
  readonly judgedOnce?: true;
  /**
   * False where no operation fails for a violation: no step makes or ends it, or what an operation left undone is its cause. It is told all
   * the same. Left out elsewhere.
   */
  readonly failsOperations?: false;
  /** What must be looked at, and where, before the rule can be decided for this value. */
  looks(spec: ClusterSpec): readonly { readonly hostId: string; readonly probe: Probe<unknown> }[];
  judge(context: RuleContext): readonly Finding[];
}
