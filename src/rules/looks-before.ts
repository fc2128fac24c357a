import type { ClusterSpec } from '../domain/account-spec.js';
import { localDatabaseOf } from '../domain/local-database.js';
import { generalLooks } from './general-looks.js';
import type { Look } from './looks-needed.js';
import { ruleRegistry } from './registry.js';

const general = new Set([...generalLooks.ssh, ...generalLooks.sql].map(({ id }) => id));

/** Whether every look asks it of itself; what else rules want to know before a setup is asked for members of declared clusters only. */
export function isGeneral({ probe }: Look): boolean {
  return general.has(probe.id);
}

/** What rules want to know of hosts before a value is made true, each question once per host; none of a server that it makes itself. */
export function looksBefore(spec: ClusterSpec): readonly Look[] {
  const own = localDatabaseOf(spec)?.hostId;
  const looks = new Map<string, Look>();
  for (const rule of ruleRegistry.filter(({ moments }) => moments.includes('before'))) {
    for (const look of rule.looks(spec)) {
      if (look.hostId !== own) looks.set(`${look.hostId} ${look.probe.id}`, look);
    }
  }
  return [...looks.values()];
}
