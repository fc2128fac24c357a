import type { ClusterSpec } from './account-spec.js';
import { balanceablePorts } from './balanceable-ports.js';
import { managedServices, managerWeight, placedServices } from './balanced-services.js';
import { managerOf } from './members.js';

/** What a manager does for customers besides sending their visitors to hosts. */
export interface ManagerDuties {
  /** What it serves itself, by name: services that send it a share, and web sites where nobody balances those. */
  readonly traffic: readonly string[];
  readonly userStorage: boolean;
  readonly database: boolean;
  readonly panel: boolean;
}

const webPorts: readonly number[] = [80, 443];

function servesUnbalancedSites({ core }: ClusterSpec): boolean {
  const hasSites = core.webServer !== null || core.panel !== null;
  return hasSites && !placedServices(core).some(({ service }) => webPorts.includes(service.port));
}

/** By default a manager does all of this; what the value moves to other hosts is left out. */
export function managerDutiesOf(spec: ClusterSpec): ManagerDuties {
  const { core } = spec;
  const manager = managerOf(core)?.member;
  const shared = managedServices(core).flatMap(({ service }) => {
    if (manager === undefined || managerWeight(core, service, manager) === 0) return [];
    return [balanceablePorts.get(service.port) ?? `port ${service.port}`];
  });
  return {
    traffic: [...new Set([...shared, ...(servesUnbalancedSites(spec) ? ['HTTP'] : [])])],
    userStorage: core.userStorage.mode === 'MANAGER_LOCAL',
    database: core.localDatabase,
    panel: core.panel !== null,
  };
}

/** The duties in words, for messages. */
export function dutiesInWords({ traffic, userStorage, database, panel }: ManagerDuties): readonly string[] {
  return [
    ...(traffic.length === 0 ? [] : [`serving ${traffic.join(', ')}`]),
    ...(userStorage ? ['user storage'] : []),
    ...(database ? ["the accounts' MySQL server"] : []),
    ...(panel ? ['panel and webmail'] : []),
  ];
}
