import { z } from 'zod';
import { ipAddress } from '../domain/spec.js';
import { ipvsadmVersion } from './balancing/ipvsadm-version.js';
import { addressClaim } from './network/address-claim.js';
import { addressNames } from './network/address-names.js';
import { neighbour } from './network/neighbour.js';
import type { Probe } from './probe.js';
import { nfsCall } from './storage/nfs-call.js';
import { quotaSupport } from './storage/quota-support.js';

/** Stands where a look is asked for what a kind of steps reads: the id of a probe comes with it. Kinds of steps have a dot. */
export const askedProbeKind = 'probe';

const path = z.string().startsWith('/').max(255);

/**
 * Probes that rules need before a setup and that no host is asked of itself, by name, each with what it takes for arguments. Whoever may
 * look at hosts may ask them of any: none shows what is in a file. A test fails when a rule needs one that is not listed.
 */
const askable: ReadonlyMap<string, z.ZodType<Probe<unknown>>> = new Map<string, z.ZodType<Probe<unknown>>>([
  ['balancing.ipvsadmVersion', z.tuple([]).transform(() => ipvsadmVersion())],
  ['network.addressClaim', z.tuple([ipAddress]).transform(([address]) => addressClaim(address))],
  ['network.addressNames', z.array(ipAddress).min(1).max(64).transform(addressNames)],
  ['network.neighbour', z.tuple([ipAddress]).transform(([address]) => neighbour(address))],
  ['storage.nfsCall', z.tuple([ipAddress]).transform(([address]) => nfsCall(address))],
  ['storage.quotaSupport', z.tuple([path]).transform(([held]) => quotaSupport(held))],
]);

/** The probe of an id as `probeId` writes it; undefined where there is none that may be asked for. */
export function probeOfId(id: string): Probe<unknown> | undefined {
  const space = id.indexOf(' ');
  const [name, args] = space === -1 ? [id, '[]'] : [id.slice(0, space), id.slice(space + 1)];
  let given: unknown;
  try {
    given = JSON.parse(args);
  } catch {
    return undefined;
  }
  const probe = askable.get(name)?.safeParse(given).data;
  return probe?.id === id ? probe : undefined;
}
