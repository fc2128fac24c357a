import type { ClusterCore } from '../../domain/spec.js';
import type { Severity } from '../rule.js';

/**
 * How grave it is that an address is on another subnet than those that packets for it come from: direct routing cannot leave a
 * segment, while a tunnel crosses routers.
 */
export function graverUnderDr({ forwarding }: ClusterCore): Severity {
  return forwarding === 'DR' ? 'ERROR' : 'WARNING';
}
