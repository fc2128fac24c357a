import type { Claim } from '../../engine/claim-task.js';
import type { Fault } from '../../engine/record-fault.js';

/** A host that has seen a higher fence than our database gave out. */
export function staleFault({ fence }: Pick<Claim, 'fence'>, hostFence: number): Fault {
  const message = `the host has seen fence ${hostFence}, which is higher than ${fence}: another Hostwright or a restored database works on it`;
  return { faultClass: 'STALE', message };
}
