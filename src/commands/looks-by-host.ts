import type { ClusterSpec } from '../domain/account-spec.js';
import { oncePer } from '../domain/once-per.js';
import type { Probe } from '../probes/probe.js';
import { looksNeeded } from '../rules/looks-needed.js';
import { stepRegistry } from '../steps/registry.js';

type ByHost = ReadonlyMap<string, readonly Probe<unknown>[]>;

/** What the rules want to know of each host of a value. */
export const ruleLooksByHost = oncePer((spec: ClusterSpec): ByHost => {
  const byHost = new Map<string, Probe<unknown>[]>();
  for (const { hostId, probe } of looksNeeded(spec)) add(byHost, hostId, [probe]);
  return byHost;
});

/** What the steps of a value look at on each host. */
export const stepLooksByHost = oncePer((spec: ClusterSpec): ByHost => {
  const byHost = new Map<string, Probe<unknown>[]>();
  for (const { hostId, unit } of stepRegistry.flatMap((step) => step.demandedBy(spec)))
    add(byHost, hostId, unit.probes);
  return byHost;
});

function add(byHost: Map<string, Probe<unknown>[]>, hostId: string, probes: readonly Probe<unknown>[]): void {
  const before = byHost.get(hostId);
  if (before === undefined) byHost.set(hostId, [...probes]);
  else before.push(...probes);
}
