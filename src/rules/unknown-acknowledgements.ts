import { alike, didYouMean } from '../domain/alike.js';
import type { Acknowledgement } from './blocking.js';
import type { NamedSubject } from './named-subjects.js';
import { ruleRegistry } from './registry.js';
import type { Finding } from './rule.js';
import { namedSubject, subjectText } from './subject.js';

/** An acknowledgement of what there is not: it would never count, and nobody would be told. */
interface UnknownAcknowledgement {
  /** Its place among those that were given. */
  readonly index: number;
  readonly part: keyof Acknowledgement;
  /** Names it and what would be accepted. */
  readonly message: string;
}

const mostListed = 10;
/** So many of them are compared with what there is: a cluster may have ten thousands of accounts. */
const mostCompared = 10;
/** Ids are short, and differ in three letters and a number. */
const lettersPerSlipInId = 5;
const rules: ReadonlySet<string> = new Set(ruleRegistry.map(({ id }) => id));

/** Whether a requirement has this id. */
export function isRule(id: string): boolean {
  return rules.has(id);
}

/** That no requirement has this id, and which one may be meant; what follows says what there is. */
export function noSuchRule(id: string): string {
  return `there is no rule ${id}; ${didYouMean(id, rules, lettersPerSlipInId)}`;
}

/**
 * Those of a rule or a subject that there is not. Whether anything warns of the subject at present is not asked: a verdict follows
 * the last look, and the same input may be sent again.
 * @param subjects what the value has, by id or by name
 * @param findings what rules say of the value, for what there is to acknowledge at present
 */
export function unknownAcknowledgements(
  given: readonly Acknowledgement[],
  subjects: readonly NamedSubject[],
  findings: readonly Finding[],
): readonly UnknownAcknowledgement[] {
  const warnings = findings.filter(({ verdict, severity }) => verdict === 'VIOLATED' && severity === 'WARNING');
  const texts = new Set([
    ...subjects.flatMap(({ kind, id, name }) => [`${kind} ${id}`, `${kind} ${name}`]),
    ...findings.flatMap((finding) => [subjectText(finding.subject), namedSubject(finding)]),
  ]);
  let compared = 0;
  return given.flatMap(({ rule, subject }, index): readonly UnknownAcknowledgement[] => {
    if (!isRule(rule)) {
      const message = `${noSuchRule(rule)}${toAcknowledge(warnings)} (requirementRules lists all rules)`;
      return [{ index, part: 'rule', message }];
    }
    if (texts.has(subject) || subjects.some((one) => isAtPorts(subject, one))) return [];
    const isCompared = compared++ < mostCompared;
    const others = instead(subject, subjects, warnings, isCompared);
    return [{ index, part: 'subject', message: `there is no ${subject} here; ${others}` }];
  });
}

/** An address with ports, e.g. `Address 9.9.9.9:80, 443/udp`. */
function isAtPorts(subject: string, { kind, id }: NamedSubject): boolean {
  return kind === 'Address' && subject.startsWith(`${kind} ${id}:`);
}

function toAcknowledge(warnings: readonly Finding[]): string {
  const texts = [...new Set(warnings.map((finding) => `${finding.ruleId} of "${namedSubject(finding)}"`))];
  return texts.length === 0 ? 'nothing warns now' : `warnings now: ${listed(texts)}`;
}

/** What there is of the kind; of a kind that there is not, as where only the name is given, what warnings are about. */
function instead(
  subject: string,
  subjects: readonly NamedSubject[],
  warnings: readonly Finding[],
  isCompared: boolean,
): string {
  const [kind] = subject.split(' ', 1);
  const ofKind = subjects.flatMap((one) => (one.kind === kind ? [`${one.kind} ${one.name}`] : []));
  const meant = isCompared ? nearest(subject, ofKind, subjects) : undefined;
  const asked = meant === undefined ? '' : `did you mean "${meant}"? `;
  if (ofKind.length === 0) return `${asked}${toAcknowledge(warnings)}`;
  return `${asked}there is ${listed([...new Set(ofKind)].map((one) => `"${one}"`))}`;
}

/** Of the kind where there are some; else by the whole text, or by the name without its kind. */
function nearest(subject: string, ofKind: readonly string[], subjects: readonly NamedSubject[]): string | undefined {
  if (ofKind.length > 0) return alike(subject, ofKind);
  const text = ({ kind, name }: NamedSubject): string => `${kind} ${name}`;
  const name = alike(
    subject,
    subjects.map((one) => one.name),
  );
  const named = subjects.find((one) => one.name === name);
  return named === undefined ? alike(subject, subjects.map(text)) : text(named);
}

function listed(texts: readonly string[]): string {
  return `${texts.slice(0, mostListed).join(', ')}${texts.length > mostListed ? ', …' : ''}`;
}
