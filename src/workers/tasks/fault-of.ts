import type { Fault } from '../../engine/record-fault.js';
import { DatabaseUnavailable } from '../../ports/database-unavailable.js';
import { HostFault } from '../../ports/host-fault.js';
import { UnknownStep } from './load-units.js';

/** What the engine is told of an error that ended a task early. */
export function faultOf(error: unknown): Fault {
  if (error instanceof HostFault) {
    const { faultClass, message, hostId, offeredKey } = error;
    return {
      ...{ faultClass, message },
      ...(hostId === undefined ? {} : { hostId }),
      ...(offeredKey === undefined ? {} : { offeredKey }),
    };
  }
  if (error instanceof UnknownStep) return { faultClass: 'UNKNOWN_STEP', message: error.message };
  if (error instanceof DatabaseUnavailable) {
    return { faultClass: 'DATABASE', message: 'the database of Hostwright was away while this was done' };
  }
  return { faultClass: 'INTERNAL', message: 'Hostwright itself failed here; its log has the reason' };
}
