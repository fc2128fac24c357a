import { createHash } from 'node:crypto';
import type { Finding } from './rule.js';

/** Names a finding within its cluster: the same for as long as its rule says the same of the same subject, to whomever it is told. */
export function findingKey({ ruleId, moment, subject, messageCode, codeToAll = messageCode, nth }: Finding): string {
  const said = JSON.stringify([ruleId, moment, subject.kind, subject.id, codeToAll, nth]);
  return createHash('sha256').update(said, 'utf8').digest('hex').slice(0, 32);
}
