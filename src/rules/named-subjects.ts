import type { ClusterSpec } from '../domain/account-spec.js';
import type { RuleFacts, Subject } from './rule.js';

/** What rules may speak of, with its name as people say it. */
export interface NamedSubject extends Subject {
  readonly name: string;
}

/** All that rules may speak of in a value; an address is also a subject with ports behind it. */
export function namedSubjects(
  { core, databaseServers, accounts }: ClusterSpec,
  { hostName }: Pick<RuleFacts, 'hostName'>,
): readonly NamedSubject[] {
  const { userStorage, balancedServices, nat, quorumAddress, members, networks } = core;
  const hostIds = [
    ...members.map(({ hostId }) => hostId),
    ...databaseServers.map(({ hostId }) => hostId),
    ...(userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : []),
    ...balancedServices.flatMap(({ weights }) => weights.map(({ hostId }) => hostId)),
  ];
  const addresses = [
    ...members.flatMap((member) => member.addresses.map(({ address }) => address)),
    ...balancedServices.map(({ address }) => address),
    ...(nat === null ? [] : [...nat.publicAddresses, nat.forwardTarget]),
    ...accounts.map(({ dedicatedAddress }) => dedicatedAddress),
    ...databaseServers.map(({ address }) => address),
    quorumAddress,
  ].flatMap((address) => address ?? []);
  const byName = (kind: Subject['kind'], names: readonly string[]): readonly NamedSubject[] =>
    [...new Set(names)].map((name) => ({ kind, id: name, name }));
  return [
    ...byName('Cluster', [core.name]),
    ...[...new Set<string>(hostIds)].map((id) => ({ kind: 'Host', id, name: hostName(id) }) as const),
    ...databaseServers.map(({ databaseServerId, name }) => ({ kind: 'DatabaseServer', id: databaseServerId, name }) as const), // prettier-ignore
    ...accounts.map(({ accountId, name }) => ({ kind: 'Account', id: accountId, name }) as const),
    ...byName(
      'Network',
      networks.map(({ name }) => name),
    ),
    ...byName('Address', addresses),
  ];
}
