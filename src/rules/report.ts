import type { Probe } from '../probes/probe.js';
import { asReason, type Reason } from './reason.js';
import { confirmHostKey, observeHosts } from './remedy.js';
import type { Evidence, Finding, Remedy, Rule, RuleContext, Severity, Subject, Verdict } from './rule.js';
import { severityIn } from './severity-in.js';
import { clusterSubject } from './subject.js';
import { subjectName } from './subject-name.js';

export interface Violation {
  readonly subject: Subject;
  /** Stable within the rule, e.g. `TOO_FEW_ADDRESSES`. */
  readonly code: string;
  /** Names the culprit and says what would be accepted. */
  readonly message: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly field?: readonly string[];
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  /** Something is merely not there yet: information in a draft. */
  readonly missing?: boolean;
  readonly evidence?: readonly Evidence[];
  readonly remedies: readonly Remedy[];
}

export interface Fact<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** Collects the findings of one rule. A rule never throws and never stops at the first violation. */
export class Report {
  private readonly collected: Finding[] = [];
  /** How much was said of each subject, by its id. */
  private readonly said = new Map<string, number>();

  constructor(
    private readonly rule: Pick<Rule, 'id' | 'severity' | 'severities'>,
    private readonly context: RuleContext,
  ) {}

  /** What was found; a rule that reported nothing is met by the cluster as a whole. */
  get findings(): readonly Finding[] {
    return this.collected.length === 0
      ? [this.finding('MET', clusterSubject(this.context.spec), 'MET', 'The requirement is met.')]
      : this.collected;
  }

  met(subject: Subject, evidence: readonly Evidence[] = []): void {
    this.collected.push({ ...this.finding('MET', subject, 'MET', 'The requirement is met.'), evidence });
  }

  notApplicable({ code, text, parameters }: Reason): void {
    const subject = clusterSubject(this.context.spec);
    this.collected.push({ ...this.finding('NOT_APPLICABLE', subject, code, text), parameters });
  }

  violated(violation: Violation): void {
    const severity = violation.severity ?? this.severity;
    this.collected.push({
      ...this.finding('VIOLATED', violation.subject, violation.code, violation.message),
      severity: this.context.draft && violation.missing === true ? 'INFO' : severity,
      parameters: violation.parameters ?? {},
      field: violation.field ?? [],
      evidence: violation.evidence ?? [],
      remedies: violation.remedies,
    });
  }

  /** @param reason whose text follows "Not known of HOST: " */
  unknown(subject: Subject, hostId: string, reason: Reason, remedy: Remedy = this.lookAt(hostId)): void {
    const { code, text, parameters } = reason;
    const { facts } = this.context;
    const host = facts.hostName(hostId);
    const unreached = facts.unreached(hostId);
    this.collected.push({
      ...this.finding('UNKNOWN', subject, code, `Not known of ${host}: ${text}.`),
      parameters: { ...parameters, host, reason: text },
      remedies: [remedy],
      ...(unreached === undefined ? {} : { unreached }),
    });
  }

  /** A fact of a host; where it is unknown that is reported and undefined answered. */
  read<T>(subject: Subject, hostId: string, probe: Probe<T>): Fact<T> | undefined {
    const observed = this.context.facts.read(hostId, probe);
    if (observed.known) return observed;
    this.unknown(subject, hostId, asReason(observed));
    return undefined;
  }

  /** A host whose key nobody confirmed is not logged in to; the confirmation looks at it. */
  private lookAt(hostId: string): Remedy {
    const { facts } = this.context;
    const offered = facts.offeredKeySha256(hostId);
    return offered === null || facts.hostKeySha256(hostId) !== null
      ? observeHosts([hostId])
      : confirmHostKey(hostId, facts.hostName(hostId), offered);
  }

  private get severity(): Severity {
    return severityIn(this.rule, this.context.spec.core.ruleSet);
  }

  private finding(verdict: Verdict, subject: Subject, messageCode: string, message: string): Finding {
    const nth = this.said.get(subject.id) ?? 0;
    this.said.set(subject.id, nth + 1);
    return {
      ruleId: this.rule.id,
      severity: this.severity,
      moment: this.context.moment,
      subject,
      subjectName: subjectName(subject, this.context.spec, this.context.facts),
      clusterId: this.context.clusterId,
      verdict,
      messageCode,
      nth,
      parameters: {},
      message,
      field: [],
      evidence: [],
      remedies: [],
    };
  }
}
