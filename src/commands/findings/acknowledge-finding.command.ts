import { z } from 'zod';
import { complianceOf } from '../../rules/compliance.js';
import type { Finding } from '../../rules/rule.js';
import { namedSubject, subjectText } from '../../rules/subject.js';
import type { Command } from '../command.js';
import { factsWithDrift } from '../compliance/facts-with-drift.js';
import { withSubjectIds } from '../revisions/acknowledged-subjects.js';
import { keepAcknowledgements } from '../revisions/enforce.js';
import { loadFacts } from '../revisions/load-facts.js';
import { ownCluster } from '../revisions/own-cluster.js';
import { Refused, refused } from '../user-error.js';
import { acknowledged } from './acknowledged.js';

const input = z.strictObject({ ...acknowledged, note: z.string().min(1).max(1000).nullish() });

/**
 * Keeps that a person means a warning that there is now. It counts for the rule and the subject until it is withdrawn, also
 * where the requirement was met meanwhile: a verdict follows the last look, and nobody shall be asked again for one that
 * comes and goes. Doing it again changes nothing: the first one's name, time and note stay.
 */
export const acknowledgeFinding: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'acknowledgeFinding',
  role: 'OPERATOR',
  forClusterTokens: true,
  input,
  async perform(work, { clusterId, rule, subject: said, note }) {
    const { sql, caller } = work;
    const { tenantId, tokenId } = caller;
    const { spec, state, revision } = await ownCluster(work, clusterId);
    const looks = await loadFacts(sql, caller, spec);
    const facts = (await factsWithDrift(sql, tenantId, [{ id: clusterId, state, spec }], looks))(clusterId);
    const [{ subject } = { subject: said }] = withSubjectIds([{ subject: said }], spec, facts);
    const { findings, blocking } = complianceOf({ id: clusterId, draft: state === 'DRAFT', spec, revision }, facts, []);
    // What a draft merely lacks warns once it is set up.
    const ofRule = [...findings, ...blocking].filter(({ ruleId }) => ruleId === rule);
    refuseUnlessWarning({ rule, subject, said }, ofRule);
    await keepAcknowledgements(sql, tenantId, clusterId, tokenId, [{ rule, subject, note: note ?? null }]);
    return { ids: { cluster: clusterId, rule, subject }, target: { kind: 'Cluster', id: clusterId } };
  },
};

function refuseUnlessWarning(
  { rule, subject, said }: { readonly rule: string; readonly subject: string; readonly said: string },
  ofRule: readonly Finding[],
): void {
  const about = ofRule.filter((finding) => subjectText(finding.subject) === subject);
  const violations = about.filter(({ verdict }) => verdict === 'VIOLATED');
  if (violations.some(({ severity }) => severity === 'WARNING')) return;
  const error = violations.find(({ severity }) => severity === 'ERROR');
  if (error !== undefined) throw instead(error, 'An error cannot be acknowledged', 'rule');
  const [information] = violations;
  if (information !== undefined) throw instead(information, 'Information refuses nothing and needs no word', 'rule');
  const undecided = about.find(({ verdict }) => verdict === 'UNKNOWN');
  if (undecided !== undefined) throw instead(undecided, 'What is not known cannot be acknowledged', 'rule');
  throw refused('WRONG_STATE', `${rule} warns of nothing about "${said}" now; ${whereItWarns(ofRule)}.`, ['subject']);
}

function instead(finding: Finding, why: string, field: string): Refused {
  const [remedy] = finding.remedies;
  const mending = remedy === undefined ? '' : ` What mends it: ${remedy.title}.`;
  const message = `${why}: ${finding.message}${mending}`;
  return new Refused([{ code: 'WRONG_STATE', message, field: [field], severity: 'ERROR', finding }]);
}

const mostSubjects = 5;

function whereItWarns(ofRule: readonly Finding[]): string {
  const warnings = ofRule.filter(({ verdict, severity }) => verdict === 'VIOLATED' && severity === 'WARNING');
  const subjects = [...new Set(warnings.map((finding) => `"${namedSubject(finding)}"`))];
  if (subjects.length === 0) return 'it warns of nothing else either';
  return `it warns about ${subjects.slice(0, mostSubjects).join(', ')}${subjects.length > mostSubjects ? ', …' : ''}`;
}
