import type { ClusterSpec } from '../domain/account-spec.js';
import type { Probe } from '../probes/probe.js';
import { ruleRegistry } from './registry.js';

export interface Look {
  readonly hostId: string;
  readonly probe: Probe<unknown>;
}

/** Everything that the rules want to know for a value, each question once per host. */
export function looksNeeded(spec: ClusterSpec): readonly Look[] {
  const looks = new Map<string, Look>();
  for (const rule of ruleRegistry) {
    for (const look of rule.looks(spec)) looks.set(`${look.hostId} ${look.probe.id}`, look);
  }
  return [...looks.values()];
}
