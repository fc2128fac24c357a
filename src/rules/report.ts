import type { Probe } from '../probes/probe.js';
import { installMissing } from './install-missing.js';
import { asReason, type Reason } from './reason.js';
import { confirmHostKey, observeHosts } from './remedy.js';
import type { Evidence, Finding, Remedy, Rule, RuleContext, Severity, Subject, Verdict } from './rule.js';
import { severityIn } from './severity-in.js';
import { saidOnce } from './said-once.js';
import { clusterSubject } from './subject.js';
import { subjectName } from './subject-name.js';

/** What a finding tells; what is left out is nothing. */
interface Told {
  readonly subject: Subject;
  /** Stable within the rule, e.g. `TOO_FEW_ADDRESSES`. */
  readonly code: string;
  /** As of a finding. */
  readonly codeToAll?: string;
  /** Names the culprit and says what would be accepted. */
  readonly message: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** As of a finding. */
  readonly extent?: number;
  /** As of a finding. */
  readonly alike?: readonly string[];
  readonly field?: readonly string[];
  /** Where it differs from the rule's. */
  readonly severity?: Severity;
  readonly evidence?: readonly Evidence[];
  readonly remedies?: readonly Remedy[];
}

export interface Violation extends Told {
  /** Something is merely not there yet: information in a draft. */
  readonly missing?: boolean;
  readonly remedies: readonly Remedy[];
}

/** How much was said of a subject. */
interface SaidOf {
  readonly name: string;
  times: number;
}

const asMet = { code: 'MET', message: 'The requirement is met.' } as const;
/** The same for all findings, of which there may be hundreds of thousands. */
const nothing: readonly never[] = Object.freeze([]);
const noParameters: Readonly<Record<string, string>> = Object.freeze({});

export interface Fact<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

/** Collects the findings of one rule. A rule never throws and never stops at the first violation. */
export class Report {
  private readonly collected: Finding[] = [];
  /** By the id of the subject: no two of them have one id and different names. */
  private readonly said = new Map<string, SaidOf>();
  private readonly severity: Severity;

  constructor(
    private readonly rule: Pick<Rule, 'id' | 'severity' | 'severities'>,
    private readonly context: RuleContext,
  ) {
    // The rule set is read by rules alone that differ by it: of a manifest it may be what cannot be read.
    this.severity = rule.severities === undefined ? rule.severity : severityIn(rule, context.spec.core.ruleSet);
  }

  /** What was found; a rule that reported nothing is met by the cluster as a whole. */
  get findings(): readonly Finding[] {
    return this.collected.length === 0
      ? [this.finding('MET', { subject: clusterSubject(this.context.spec), ...asMet })]
      : this.collected;
  }

  met(subject: Subject, evidence: readonly Evidence[] = nothing): void {
    this.collected.push(this.finding('MET', { subject, ...asMet, evidence }));
  }

  notApplicable({ code, text, parameters }: Reason): void {
    const subject = clusterSubject(this.context.spec);
    this.collected.push(this.finding('NOT_APPLICABLE', { subject, code, message: text, parameters }));
  }

  violated(violation: Violation): void {
    const finding = this.finding('VIOLATED', { ...violation, message: saidOnce(violation.message) });
    const isLacking = this.context.draft && violation.missing === true;
    this.collected.push(isLacking ? { ...finding, severity: 'INFO' } : finding);
  }

  /**
   * @param reason whose text follows "Not known of HOST: "
   * @param instead of looking at the host, or installing what a look of it lacks
   */
  unknown(subject: Subject, hostId: string, reason: Reason, ...instead: readonly (Remedy | undefined)[]): void {
    const { code, text } = reason;
    const { facts } = this.context;
    const host = facts.hostName(hostId);
    const unreached = facts.unreached(hostId);
    const parameters = { ...reason.parameters, host, reason: text };
    const message = `Not known of ${host}: ${text}.`;
    // Nobody can ever look at an appliance: that is in nobody's way, and steps prove what they need of it.
    const isAppliance = this.context.spec.appliances.includes(hostId);
    const others = instead.filter((remedy) => remedy !== undefined);
    const ends = (): Remedy => installMissing(facts, hostId, reason) ?? this.lookAt(hostId);
    const remedies = others.length === 0 && !isAppliance ? [ends()] : others;
    const severity = isAppliance ? 'INFO' : this.severity;
    const finding = this.finding('UNKNOWN', { subject, code, message, parameters, severity, remedies });
    this.collected.push(unreached === undefined ? finding : { ...finding, unreached });
  }

  /** A fact of a host; where it is unknown that is reported and undefined answered. */
  read<T>(subject: Subject, hostId: string, probe: Probe<T>): Fact<T> | undefined {
    const observed = this.context.facts.read(hostId, probe);
    if (observed.known) return observed;
    this.unknown(subject, hostId, asReason(observed));
    return undefined;
  }

  /** The same, of what stands in nobody's way while it is unknown: a step asks for it once more before it changes anything. */
  readAtLeisure<T>(subject: Subject, hostId: string, probe: Probe<T>): Fact<T> | undefined {
    const before = this.collected.length;
    const fact = this.read(subject, hostId, probe);
    for (const finding of this.collected.splice(before)) this.collected.push({ ...finding, severity: 'INFO' });
    return fact;
  }

  /** A host whose key nobody confirmed is not logged in to; the confirmation looks at it. */
  private lookAt(hostId: string): Remedy {
    const { facts } = this.context;
    const offered = facts.offeredKeySha256(hostId);
    return offered === null || facts.hostKeySha256(hostId) !== null
      ? observeHosts([hostId])
      : confirmHostKey(hostId, facts.hostName(hostId), offered);
  }

  private finding(verdict: Verdict, told: Told): Finding {
    const { subject, code, message } = told;
    const { moment, clusterId } = this.context;
    const said = this.saidOf(subject);
    const nth = said.times;
    said.times += 1;
    return {
      ruleId: this.rule.id,
      severity: told.severity ?? this.severity,
      moment,
      subject,
      subjectName: said.name,
      clusterId,
      verdict,
      messageCode: code,
      ...(told.codeToAll === undefined ? {} : { codeToAll: told.codeToAll }),
      ...(told.extent === undefined ? {} : { extent: told.extent }),
      ...(told.alike === undefined ? {} : { alike: told.alike }),
      nth,
      parameters: told.parameters ?? noParameters,
      message,
      field: told.field ?? nothing,
      evidence: told.evidence ?? nothing,
      remedies: told.remedies ?? nothing,
    };
  }

  private saidOf(subject: Subject): SaidOf {
    const former = this.said.get(subject.id);
    if (former !== undefined) return former;
    const said = { name: subjectName(subject, this.context.spec, this.context.facts), times: 0 };
    this.said.set(subject.id, said);
    return said;
  }
}
