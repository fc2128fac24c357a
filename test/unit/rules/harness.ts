import { toGlobalId } from '../../../src/domain/ids.js';
import type { ClusterSpec } from '../../../src/domain/account-spec.js';
import type { Reason } from '../../../src/rules/reason.js';
import type { Finding, Moment, Remedy, Rule, Severity } from '../../../src/rules/rule.js';
import { ruleRegistry } from '../../../src/rules/registry.js';
import { subjectText } from '../../../src/rules/subject.js';
import { offeredBy, offeredMutations } from '../../offered-mutations.js';
import { clusterId } from './clusters.js';
import { HostFacts, observedAt } from './host-facts.js';
import { expectSound } from './sound-finding.js';

/** A code that says why, not only that there is no verdict. */
const translatable = /^(?!UNKNOWN$|NOT_APPLICABLE$)[A-Z][A-Z0-9_]+$/;

interface Case {
  readonly spec: ClusterSpec;
  readonly facts?: HostFacts;
  /** The rule's only moment unless said otherwise. */
  readonly moment?: Moment;
  readonly draft?: boolean;
}

/** What a violation must say, in full. */
interface ExpectedViolation {
  readonly subject: string;
  readonly code: string;
  readonly severity: Severity;
  readonly field: readonly string[];
  /** A part of the message that names the culprit. */
  readonly message: string;
  /** Its only remedy, or all of them in order. */
  readonly remedy: ExpectedRemedy | readonly ExpectedRemedy[];
}

/** The mutation; `command` for what a person runs, `declare` for another value. */
type RemedyKind =
  'repairCluster' | 'proveCluster' | 'confirmHostKey' | 'observeHosts' | 'applyCluster' | 'command' | 'declare';

/** Its kind, or a part of the command or of the title of what to declare. */
type ExpectedRemedy = RemedyKind | { readonly command: string } | { readonly declare: string };

function findingsOf(rule: Rule, { spec, facts, moment, draft }: Case): readonly Finding[] {
  const [only, ...others] = rule.moments;
  const chosen = moment ?? (others.length === 0 ? only : undefined);
  if (chosen === undefined || !rule.moments.includes(chosen)) throw new Error(`${rule.id} needs one of its moments`);
  const context = { spec, moment: chosen, draft: draft ?? false, clusterId };
  const findings = rule.judge({ ...context, facts: (facts ?? new HostFacts()).at(observedAt) });
  expect(ruleRegistry).toContain(rule);
  for (const finding of findings) {
    expect(finding).toMatchObject({ ruleId: rule.id, moment: chosen });
    expectSound(finding);
    // Whoever adds one adds what tries it.
    expect(offeredMutations).toEqual(expect.arrayContaining([...offeredBy(finding)]));
  }
  return findings;
}

function remedyShown({ title, mutation, command }: Remedy): object {
  const kind = mutation ?? (command === null ? 'declare' : 'command');
  return { kind: title === '' ? 'none' : kind, text: command ?? title };
}

function remedyMeant(expected: ExpectedRemedy): object {
  if (typeof expected === 'string') return { kind: expected, text: expect.any(String) };
  return 'command' in expected
    ? { kind: 'command', text: expect.stringContaining(expected.command) }
    : { kind: 'declare', text: expect.stringContaining(expected.declare) };
}

/** Every verdict of the rule is MET. */
export function expectMet(rule: Rule, given: Case): void {
  const findings = findingsOf(rule, given);
  expect(findings.map(({ verdict, message }) => ({ verdict, message }))).toEqual(
    findings.map(() => ({ verdict: 'MET', message: 'The requirement is met.' })),
  );
  expect(findings).not.toEqual([]);
}

/** The rule has exactly these violations; whatever else it says is MET or not applicable. */
export function expectViolated(rule: Rule, given: Case, expected: readonly ExpectedViolation[]): void {
  const findings = findingsOf(rule, given).filter(({ verdict }) => verdict !== 'MET' && verdict !== 'NOT_APPLICABLE');
  const shown = findings.map((finding) => ({
    verdict: finding.verdict,
    subject: subjectText(finding.subject),
    code: finding.messageCode,
    severity: finding.severity,
    field: finding.field,
    remedy: finding.remedies.map(remedyShown),
  }));
  expect(shown).toEqual(
    expected.map(({ subject, code, severity, field, remedy }) => ({
      verdict: 'VIOLATED',
      subject,
      code,
      severity,
      field,
      remedy: [remedy].flat().map(remedyMeant),
    })),
  );
  expected.forEach(({ message }, index) => expect(findings[index]?.message).toContain(message));
}

/**
 * What is unknown, and the host to look at or, where nobody may yet, the one whose key a person has to confirm; or the requirement
 * that is to be met first, where a look has just told; or the Debian package that a look lacks.
 */
type ExpectedUnknown = { readonly subject: string } & (
  | { readonly lookAt: string }
  | { readonly confirmKeyOf: string; readonly fingerprint: string }
  | { readonly meetFirst: true }
  | { readonly installFirst: string }
);

function remedyOf(expected: ExpectedUnknown): object {
  if ('meetFirst' in expected || 'installFirst' in expected) return { mutation: null, input: null };
  return 'lookAt' in expected
    ? { mutation: 'observeHosts', input: { hostIds: [toGlobalId('Host', expected.lookAt)] } }
    : {
        mutation: 'confirmHostKey',
        input: { hostId: toGlobalId('Host', expected.confirmKeyOf), fingerprint: expected.fingerprint },
      };
}

/** The rule cannot be decided: exactly these subjects are unknown, and whatever else it says is MET or not applicable. */
export function expectUnknown(rule: Rule, given: Case, expected: readonly ExpectedUnknown[]): void {
  const findings = findingsOf(rule, given).filter(({ verdict }) => verdict !== 'MET' && verdict !== 'NOT_APPLICABLE');
  for (const { messageCode } of findings) expect(messageCode).toMatch(translatable);
  const shown = findings.map(({ verdict, subject, remedies }) => ({
    verdict,
    subject: subjectText(subject),
    remedies: remedies.map(({ mutation, input }) => ({ mutation, input })),
  }));
  expect(shown).toEqual(
    expected.map((one) => ({ verdict: 'UNKNOWN', subject: one.subject, remedies: [remedyOf(one)] })),
  );
  const commands = findings.map(({ remedies: [remedy] }) => remedy?.command);
  expect(commands).toEqual(
    expected.map((one, index) => ('installFirst' in one ? `apt-get install ${one.installFirst}` : commands[index])),
  );
}

/** The rule cannot be decided by any look: exactly these subjects are unknown, and a person is told what to do. */
export function expectUnverified(
  rule: Rule,
  given: Case,
  expected: readonly { readonly subject: string; readonly remedy: string }[],
): void {
  const shown = findingsOf(rule, given).map(({ verdict, subject, remedies: [remedy] }) => ({
    ...{ verdict, subject: subjectText(subject), remedy: remedy?.title, mutation: remedy?.mutation },
  }));
  expect(shown).toEqual(
    expected.map(({ subject, remedy }) => ({
      ...{ verdict: 'UNKNOWN', subject, mutation: null },
      remedy: expect.stringContaining(remedy),
    })),
  );
}

/** The rule says nothing about the value, and why. */
export function expectNotApplicable(rule: Rule, given: Case, reason: string | Reason): void {
  const why = typeof reason === 'string' ? { text: reason } : reason;
  const [finding, ...others] = findingsOf(rule, given);
  expect(finding).toMatchObject({ verdict: 'NOT_APPLICABLE', message: why.text });
  expect(others).toEqual([]);
  // Portals translate by it.
  expect(finding?.messageCode).toMatch('code' in why ? why.code : translatable);
}
