import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { fromGlobalId } from '../../domain/ids.js';
import { isGeneral, looksBefore } from '../../rules/looks-before.js';
import type { Finding, Remedy } from '../../rules/rule.js';

const observedHosts = z.object({ hostIds: z.array(z.string()) });

/**
 * Findings whose remedy is a look, with everything that rules want to know of its hosts for a value that no cluster declares yet: a
 * look at the hosts alone would not ask that, and the edit would be refused for it again.
 */
export function askingBesides(findings: readonly Finding[], spec: ClusterSpec): readonly Finding[] {
  const looks = looksBefore(spec).filter((look) => !isGeneral(look));
  const asking = (remedy: Remedy): Remedy => {
    if (remedy.mutation !== 'observeHosts') return remedy;
    const { hostIds } = observedHosts.parse(remedy.input);
    const besides = hostIds.flatMap((hostId) => {
      const id = fromGlobalId(hostId)?.id;
      return looks.filter((look) => look.hostId === id).map(({ probe }) => ({ hostId, probe: probe.id }));
    });
    return besides.length === 0 ? remedy : { ...remedy, input: { hostIds, looks: besides } };
  };
  return findings.map((finding) => ({ ...finding, remedies: finding.remedies.map(asking) }));
}
