import type { ClusterSpec } from '../../domain/account-spec.js';
import { subjectById } from '../../manifest/subject-names.js';
import type { Acknowledgement } from '../../rules/blocking.js';
import { namedSubjects } from '../../rules/named-subjects.js';
import type { Finding, RuleFacts, Subject } from '../../rules/rule.js';
import { unknownAcknowledgements } from '../../rules/unknown-acknowledgements.js';
import { Refused } from '../user-error.js';

/**
 * Acknowledgements with their subjects as findings have them: people say `Host node1` where the row's id is kept, so that a host
 * that is renamed stays acknowledged. What is told by id already, or is no name of this value, stays as it is.
 */
export function withSubjectIds<T extends { readonly subject: string }>(
  acknowledgements: readonly T[],
  spec: ClusterSpec,
  facts: RuleFacts,
): readonly T[] {
  const subjects = namedSubjects(spec, facts);
  const idsOf = (wanted: Subject['kind']): ReadonlyMap<string, string> =>
    new Map(subjects.flatMap(({ kind, name, id }) => (kind === wanted ? [[name, id] as const] : [])));
  const ids = { hosts: idsOf('Host'), databaseServers: idsOf('DatabaseServer'), accounts: idsOf('Account') };
  return acknowledgements.map((one) => ({ ...one, subject: subjectById(one.subject, ids) ?? one.subject }));
}

/**
 * The `acknowledge` of a mutation's input, with subjects as findings have them.
 * @param findings what rules say of the value
 * @throws Refused where an entry is of a rule or a subject that there is not
 */
export function acknowledgedByInput(
  acknowledge: readonly Acknowledgement[],
  spec: ClusterSpec,
  facts: RuleFacts,
  findings: readonly Finding[],
): readonly Acknowledgement[] {
  refuseUnknown(acknowledge, spec, facts, findings, ['acknowledge']);
  return withSubjectIds(acknowledge, spec, facts);
}

/**
 * @param field of the input that has the acknowledgements
 * @throws Refused where one is of a rule or a subject that there is not
 */
export function refuseUnknown(
  acknowledgements: readonly Acknowledgement[],
  spec: ClusterSpec,
  facts: RuleFacts,
  findings: readonly Finding[],
  field: readonly string[],
): void {
  const unknown = unknownAcknowledgements(acknowledgements, namedSubjects(spec, facts), findings);
  if (unknown.length === 0) return;
  throw new Refused(
    unknown.map(({ index, part, message }) => ({
      ...{ code: 'INVALID_INPUT', field: [...field, String(index), part], severity: 'ERROR' },
      message: `Of what is acknowledged, ${message}.`,
    })),
  );
}
