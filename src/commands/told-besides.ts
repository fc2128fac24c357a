import type { Announcement } from '../events/announcement.js';
import { tellVerdict } from '../events/tell-verdict.js';
import { hostOfFinding } from '../rules/host-of-finding.js';
import type { Finding } from '../rules/rule.js';
import { joinedViolations } from './joined-violations.js';

/** Violations that have a kind of event of their own besides, by the code of their message. */
const kindOfMessage: ReadonlyMap<string, string> = new Map([
  ['LOGS_STALE', 'node.log_share_stale'],
  ['NO_GROUP_QUOTAS', 'storage.quota_not_enforced'],
  ['NO_QUOTA_TOOLS', 'storage.quota_not_enforced'],
  ['QUOTA_NOT_ENFORCED', 'storage.quota_not_enforced'],
]);

/**
 * Events of such kinds, one for each kind, rule and subject.
 * @param findings each by itself, with the code of its own: joined ones have the code of one of them
 */
export function toldBesides(findings: readonly Finding[]): readonly Announcement[] {
  return [...new Set(kindOfMessage.values())].flatMap((kind) =>
    joinedViolations(findings.filter(({ messageCode }) => kindOfMessage.get(messageCode) === kind)).flatMap(
      (finding) => {
        const hostId = hostOfFinding(finding);
        if (hostId === null) return [];
        const { remedies } = tellVerdict([], finding.remedies);
        return [{ kind, hostId, details: { message: finding.message, remedies } }];
      },
    ),
  );
}
