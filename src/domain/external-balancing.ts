import { placedServices, targetsOf, type ServiceTarget } from './balanced-services.js';
import { balancerDuties } from './balancer-duties.js';
import { canonicalAddress } from './ip-network.js';
import type { BalancedServiceSpec, ClusterCore } from './spec.js';

/** What somebody else's balancer has to do for one service. */
export interface ExternalBalancing {
  readonly address: string;
  readonly port: number;
  readonly scheduler: BalancedServiceSpec['scheduler'];
  readonly persistenceSeconds: number;
  readonly forwarding: ClusterCore['forwarding'];
  /** The nodes, where they are found. */
  readonly targets: readonly ServiceTarget[];
  /** The same for people, one duty each. */
  readonly duties: readonly string[];
}

/** The duties of somebody else's balancer; none where the manager balances. */
export function externalBalancing(core: ClusterCore): readonly ExternalBalancing[] {
  if (core.lbMode !== 'EXTERNAL') return [];
  return placedServices(core).map(({ service }) => {
    const targets = targetsOf(core, service);
    const { port, scheduler, persistenceSeconds } = service;
    return {
      ...{ address: canonicalAddress(service.address), port, scheduler, persistenceSeconds },
      ...{ forwarding: core.forwarding, targets, duties: balancerDuties(core, service, targets) },
    };
  });
}
