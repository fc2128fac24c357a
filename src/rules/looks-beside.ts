import type { ClusterSpec } from '../domain/account-spec.js';
import { generalLooks } from './general-looks.js';
import type { Look } from './looks-needed.js';
import { ruleRegistry } from './registry.js';

const asked = new Set([...generalLooks.ssh, ...generalLooks.sql].map(({ id }) => id));

/**
 * What rules want to know of hosts before a value is made true, beside what every look asks: nobody asks it of itself while no
 * cluster declares that value.
 */
export function looksBeside(spec: ClusterSpec): readonly Look[] {
  const looks = new Map<string, Look>();
  for (const rule of ruleRegistry.filter(({ moments }) => moments.includes('before'))) {
    for (const look of rule.looks(spec)) {
      if (!asked.has(look.probe.id)) looks.set(`${look.hostId} ${look.probe.id}`, look);
    }
  }
  return [...looks.values()];
}
