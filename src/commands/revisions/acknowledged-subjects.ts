import type { ClusterSpec } from '../../domain/account-spec.js';
import { subjectById } from '../../manifest/subject-names.js';
import type { RuleFacts } from '../../rules/rule.js';

/**
 * Acknowledgements with their subjects as findings have them: people say `Host node1` where the row's id is kept, so that a host
 * that is renamed stays acknowledged. What is told by id already, or is no name of this value, stays as it is.
 */
export function withSubjectIds<T extends { readonly subject: string }>(
  acknowledgements: readonly T[],
  { core, databaseServers, accounts }: ClusterSpec,
  facts: RuleFacts,
): readonly T[] {
  const hostIds = [...core.members.map(({ hostId }) => hostId), ...databaseServers.map(({ hostId }) => hostId)];
  const ids = {
    hosts: new Map(hostIds.map((id) => [facts.hostName(id), id])),
    databaseServers: new Map(databaseServers.map(({ name, databaseServerId }) => [name, databaseServerId])),
    accounts: new Map(accounts.map(({ name, accountId }) => [name, accountId])),
  };
  return acknowledgements.map((one) => ({ ...one, subject: subjectById(one.subject, ids) ?? one.subject }));
}
