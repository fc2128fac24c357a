import type { AskedUnit } from '../../plan/plan.js';
import { askedProbeKind, probeOfId } from '../../probes/probe-of-id.js';
import { Refused, type UserError } from '../user-error.js';

/** What to ask a host, by the id of the probe. */
export interface AskedLook {
  readonly hostId: string;
  readonly probe: string;
}

interface LookedAt {
  readonly id: string;
  readonly name: string;
  readonly access: string;
}

/** By host: the probes that are asked for by their ids. @throws Refused with each that cannot be asked there */
export function asksOfLooks(
  looks: readonly AskedLook[],
  hosts: readonly LookedAt[],
): ReadonlyMap<string, readonly AskedUnit[]> {
  const known = new Map(hosts.map((host) => [host.id, host]));
  const errors = looks.flatMap(({ hostId, probe }, index) => {
    const host = known.get(hostId);
    if (host === undefined) return [wrong(index, 'hostId', 'Name the host in hostIds, too.', 'NOT_FOUND')];
    if (host.access !== 'SSH') return [wrong(index, 'hostId', `${host.name} is not reached by SSH; leave it out.`)];
    if (probeOfId(probe) !== undefined) return [];
    return [wrong(index, 'probe', 'No host can be asked this; give looks as a remedy has them.')];
  });
  if (errors.length > 0) throw new Refused(errors);
  const asks = new Map<string, AskedUnit[]>();
  for (const { hostId, probe } of looks) {
    asks.set(hostId, [...(asks.get(hostId) ?? []), { kind: askedProbeKind, input: probe }]);
  }
  return asks;
}

function wrong(
  index: number,
  part: keyof AskedLook,
  message: string,
  code: 'INVALID_INPUT' | 'NOT_FOUND' = 'INVALID_INPUT',
): UserError {
  return { code, message, field: ['looks', String(index), part], severity: 'ERROR' };
}
