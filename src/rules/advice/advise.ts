import type { ClusterSpec } from '../../domain/account-spec.js';
import { managedServices, serviceName } from '../../domain/balanced-services.js';
import { localDatabaseOf } from '../../domain/local-database.js';
import { managerDutiesOf, type ManagerDuties } from '../../domain/manager-duties.js';
import { managerOf, nodesOf } from '../../domain/members.js';
import type { MemberSpec } from '../../domain/spec.js';
import { declareInstead, observeHosts } from '../remedy.js';
import type { RuleFacts } from '../rule.js';
import { saidOnce } from '../said-once.js';
import { exporterOf } from '../storage/exporter.js';
import type { Advice, Measure } from './advice.js';
import {
  counted,
  diskBusyAt,
  diskFullAt,
  loadPerProcessor,
  memoryOf,
  requestsOf,
  shareLatency,
  slowestLink,
  storedAt,
  weightShare,
} from './measures.js';
import { highestPressure } from './pressure.js';

/** What an advice has before its numbers are weighed. */
type Draft = Omit<Advice, 'pressing'>;

const databases = '/var/lib/mysql';

/** R-CM-7's gigabyte for each duty, and never less than R-RES-2 calls good. */
function memoryWanted({ traffic, userStorage, database }: ManagerDuties): number {
  return Math.max(2, [traffic.length > 0, userStorage, database].filter((kept) => kept).length);
}

function looksMissing(measures: readonly Measure[], hostId: string): Advice['remedies'] {
  const isMissing = measures.some(({ value, limit }) => value === null && limit !== null);
  return isMissing ? [observeHosts([hostId])] : [];
}

function trafficAdvice(spec: ClusterSpec, facts: RuleFacts, hostId: string): Draft {
  const duty = managerDutiesOf(spec);
  const measures = [
    loadPerProcessor(facts, hostId),
    memoryOf(facts, hostId, memoryWanted(duty)),
    weightShare(spec, hostId),
    requestsOf(facts, hostId),
    counted(spec.accounts.filter(({ domain }) => domain !== null).length),
  ];
  const [host, services] = [facts.hostName(hostId), duty.traffic.join(', ')];
  const places = managedServices(spec.core).map(({ service }) => serviceName(service));
  const how =
    nodesOf(spec.core).length === 0
      ? `Declare a node, and weight 0 for ${host} where connections are balanced`
      : `Declare weight 0 for ${host} at ${places.length === 0 ? `balanced services for ${services}` : places.join(', ')}`;
  return {
    duty: 'TRAFFIC',
    hostId,
    messageCode: 'LET_NODES_SERVE',
    message: `Let nodes serve ${services} in the place of manager ${host}: a weight is changed, and nothing moves.`,
    parameters: { host, services },
    measures,
    ruleIds: ['R-OFF-1', 'R-CM-7', 'R-RES-4'],
    remedies: [declareInstead(how), ...looksMissing(measures, hostId)],
  };
}

function storageAdvice(spec: ClusterSpec, facts: RuleFacts, hostId: string): Draft {
  const host = facts.hostName(hostId);
  const path = exporterOf(spec)?.path ?? '/';
  const slowest = nodesOf(spec.core)
    .map(({ member }) => shareLatency(facts, member.hostId))
    .reduce<Measure | undefined>((worst, one) => ((one.value ?? 0) > (worst?.value ?? 0) ? one : worst), undefined);
  const measures = [
    diskBusyAt(facts, hostId, path),
    diskFullAt(facts, hostId, path),
    ...(slowest === undefined ? [] : [slowest]),
    storedAt(facts, hostId, path, spec),
    counted(spec.accounts.length),
  ];
  return {
    duty: 'USER_STORAGE',
    hostId,
    messageCode: 'MOVE_STORAGE',
    message: `Move user storage from manager ${host} to a file server: the disks of all sites and mail are the busiest.`,
    parameters: { host },
    measures,
    ruleIds: ['R-OFF-2', 'R-STO-18', 'R-NODE-5', 'R-CM-7'],
    remedies: [
      declareInstead('Register a file server, and declare user storage EXTERNAL on it'),
      ...looksMissing(measures, hostId),
    ],
  };
}

function databaseAdvice(spec: ClusterSpec, facts: RuleFacts, hostId: string): Draft {
  const [host, local] = [facts.hostName(hostId), localDatabaseOf(spec)?.databaseServerId];
  const there = spec.accounts.filter(({ database }) => database !== null && database.server === local).length;
  const measures = [
    memoryOf(facts, hostId, memoryWanted(managerDutiesOf(spec))),
    loadPerProcessor(facts, hostId),
    diskBusyAt(facts, hostId, databases),
    diskFullAt(facts, hostId, databases),
    counted(there),
  ];
  return {
    duty: 'DATABASES',
    hostId,
    messageCode: 'MOVE_DATABASES',
    message: `Keep databases on a server apart from manager ${host}, which holds those of ${there} account(s).`,
    parameters: { host, accounts: String(there) },
    measures,
    ruleIds: ['R-OFF-3', 'R-CM-7', 'R-RES-2'],
    remedies: [
      declareInstead('Register a database server elsewhere (registerDatabaseServer), and name it for new accounts'),
      ...looksMissing(measures, hostId),
    ],
  };
}

/** A node is worth a word only where something is beyond its limit: it has no other duty to hand on. */
function nodeAdvice(spec: ClusterSpec, facts: RuleFacts, member: MemberSpec): Draft {
  const { hostId } = member;
  const host = facts.hostName(hostId);
  return {
    duty: 'NODE_SHARE',
    hostId,
    messageCode: 'RELIEVE_NODE',
    message: `Send node ${host} less, or add a node: what customers' programs do cannot be changed.`,
    parameters: { host },
    measures: [
      loadPerProcessor(facts, hostId),
      shareLatency(facts, hostId),
      slowestLink(facts, member),
      weightShare(spec, hostId),
    ],
    ruleIds: ['R-NODE-5', 'R-RES-6', 'R-RES-4'],
    remedies: [declareInstead(`Declare another node, or a smaller weight for ${host}`)],
  };
}

/**
 * What to move away from which host, what helps most first: by how far the worst number of each is beyond its limit. Where
 * numbers say nothing, in the order of least effort: a weight, then new databases elsewhere, then all user data.
 */
export function advise(spec: ClusterSpec, facts: RuleFacts): readonly Advice[] {
  const manager = managerOf(spec.core)?.member.hostId;
  if (manager === undefined) return [];
  const duty = managerDutiesOf(spec);
  const ofManager = [
    ...(duty.traffic.length > 0 ? [trafficAdvice(spec, facts, manager)] : []),
    ...(duty.database ? [databaseAdvice(spec, facts, manager)] : []),
    ...(duty.userStorage ? [storageAdvice(spec, facts, manager)] : []),
  ];
  const ofNodes = nodesOf(spec.core)
    .map(({ member }) => nodeAdvice(spec, facts, member))
    .filter(({ measures }) => highestPressure(measures) > 1);
  return [...ofManager, ...ofNodes]
    .map((draft) => ({ ...draft, pressure: highestPressure(draft.measures) }))
    .toSorted((one, other) => other.pressure - one.pressure)
    .map(({ pressure, ...draft }) => ({ ...draft, message: saidOnce(draft.message), pressing: pressure > 1 }));
}
