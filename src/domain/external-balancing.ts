import { placedServices, serviceName, targetsOf, type ServiceTarget } from './balanced-services.js';
import { canonicalAddress } from './ip-network.js';
import type { BalancedServiceSpec, ClusterCore } from './spec.js';

/** What somebody else's balancer has to do for one service. */
export interface ExternalBalancing {
  readonly address: string;
  readonly port: number;
  readonly scheduler: BalancedServiceSpec['scheduler'];
  readonly persistenceSeconds: number;
  /** The nodes, where they are found. */
  readonly targets: readonly ServiceTarget[];
  /** The same for people, one duty each. */
  readonly duties: readonly string[];
}

/** How connections get to the nodes with the service address unchanged, and what that needs. */
function handingOn(service: string, address: string, forwarding: ClusterCore['forwarding']): string {
  const answers = `the nodes hold ${address} on their loopback and answer clients themselves, so that no answer comes back through you`;
  return forwarding === 'DR'
    ? `Hand on connections to ${service} by direct routing, with address and port unchanged: ${answers}. Be on one network segment with them.`
    : `Hand on connections to ${service} in IP-in-IP tunnels, with address and port unchanged inside: ${answers}. Have each node unpack them (a device tunl0 that is up, rp_filter 0 on it); Hostwright sets up no tunnel.`;
}

function dutiesOf(
  { forwarding }: ClusterCore,
  service: BalancedServiceSpec,
  targets: readonly ServiceTarget[],
): readonly string[] {
  const { port, scheduler, persistenceSeconds } = service;
  const address = canonicalAddress(service.address);
  const shares = targets.map((target) => `${target.address} with weight ${target.weight}`).join(', ');
  return [
    `Hold ${address} and answer ARP for it; manager and nodes do not.`,
    handingOn(serviceName({ ...service, address }), address, forwarding),
    targets.length === 0 ? 'There is no node to hand them on to yet.' : `Spread them by ${scheduler} over ${shares}.`,
    persistenceSeconds === 0
      ? 'Treat each connection by itself.'
      : `Keep a client with the same node for ${persistenceSeconds} s.`,
    `Take out a node whose own address does not accept connections to port ${port}, and take it back once it does.`,
  ];
}

/** The duties of somebody else's balancer; none where the manager balances. */
export function externalBalancing(core: ClusterCore): readonly ExternalBalancing[] {
  if (core.lbMode !== 'EXTERNAL') return [];
  return placedServices(core).map(({ service }) => {
    const targets = targetsOf(core, service);
    const { port, scheduler, persistenceSeconds } = service;
    return {
      ...{ address: canonicalAddress(service.address), port, scheduler, persistenceSeconds },
      ...{ targets, duties: dutiesOf(core, service, targets) },
    };
  });
}
