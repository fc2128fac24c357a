import type { ClusterSpec } from '../../domain/account-spec.js';
import { placedServices, targetsOf } from '../../domain/balanced-services.js';
import { membersWithRole } from '../../domain/members.js';
import { processors, type Processors } from '../../probes/system/processors.js';
import { defineRule } from '../define-rule.js';
import { declareInstead } from '../remedy.js';
import type { Fact } from '../report.js';
import { hostSubject } from '../subject.js';
import { because } from '../reason.js';

/** So many times the processors of another host are a different size. */
const muchStronger = 2;

type Weights = ReadonlyMap<string, number>;

/** Of each service, by host. */
function weightsOf({ core }: ClusterSpec): readonly Weights[] {
  return placedServices(core).map(
    ({ service }) => new Map(targetsOf(core, service).map(({ hostId, weight }) => [hostId, weight])),
  );
}

function servingHosts(services: readonly Weights[]): ReadonlySet<string> {
  return new Set(services.flatMap((weights) => [...weights].flatMap(([hostId, weight]) => (weight > 0 ? hostId : []))));
}

/** Whether some service gives the strong host no more than the weak one. */
function sameShare(services: readonly Weights[], strong: string, weak: string): boolean {
  return services.some((weights) => {
    const ofStrong = weights.get(strong) ?? 0;
    return ofStrong > 0 && ofStrong <= (weights.get(weak) ?? 0);
  });
}

/**
 * Strong hosts take more. Hosts of different sizes are fine; a much stronger one should be sent more.
 */
export const strongHostsTakeMore = defineRule({
  id: 'R-RES-6',
  title: 'Strong hosts take more',
  law: 'Hosts may be of different sizes; one with twice the processors of another should have the greater weight.',
  severity: 'INFO',
  source: 'Cluster installation requirements, "Resource Requirements"',
  moments: ['before'],
  notApplicable: (spec) =>
    servingHosts(weightsOf(spec)).size < 2
      ? because('NOTHING_SHARED', 'Fewer than two hosts share a balanced service.')
      : null,
  looks: (spec) => [...servingHosts(weightsOf(spec))].map((hostId) => ({ hostId, probe: processors() })),
  check({ spec, facts }, report) {
    const services = weightsOf(spec);
    const serving = servingHosts(services);
    const placed = membersWithRole(spec.core, 'MANAGER', 'NODE').filter(({ member }) => serving.has(member.hostId));
    const sizes = placed.flatMap(({ member: { hostId }, field }) => {
      const has = report.read(hostSubject(hostId), hostId, processors());
      return has === undefined ? [] : [{ hostId, field, has }];
    });
    const weakest = sizes.reduce<{ hostId: string; has: Fact<Processors> } | undefined>(
      (least, one) => (least === undefined || one.has.value.count < least.has.value.count ? one : least),
      undefined,
    );
    if (weakest === undefined) return;
    for (const { hostId, field, has } of sizes) {
      const subject = hostSubject(hostId);
      const evidence = [has.evidence, weakest.has.evidence];
      const few = weakest.has.value.count;
      if (has.value.count < few * muchStronger || !sameShare(services, hostId, weakest.hostId)) {
        report.met(subject, evidence);
        continue;
      }
      const [host, other] = [facts.hostName(hostId), facts.hostName(weakest.hostId)];
      report.violated({
        subject,
        code: 'SAME_SHARE',
        message: `${host} has ${has.value.count} processors, ${other} has ${few}, and ${host} is sent no more.`,
        parameters: { host, processors: String(has.value.count), other, fewer: String(few) },
        field,
        evidence,
        remedies: [declareInstead(`Give ${host} a greater weight than ${other} where connections are balanced`)],
      });
    }
  },
});
