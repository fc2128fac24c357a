import type { ClusterSpec } from '../domain/account-spec.js';
import type { RuleFacts, Subject } from './rule.js';

/** What people call a subject: the name of a host, database server or account; others are named by their id already. */
export function subjectName({ kind, id }: Subject, spec: ClusterSpec, facts: RuleFacts): string {
  switch (kind) {
    case 'Host':
      return facts.hostName(id);
    case 'DatabaseServer':
      return spec.databaseServers.find(({ databaseServerId }) => databaseServerId === id)?.name ?? id;
    case 'Account':
      return spec.accounts.find(({ accountId }) => accountId === id)?.name ?? id;
    case 'Cluster':
    case 'Network':
    case 'Address':
      return id;
  }
}
