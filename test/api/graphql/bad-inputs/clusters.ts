import { publicCluster, rowId } from '../declared.js';
import { nobody, rows, type BadInput } from './bad-input.js';

const warning = { rule: 'R-NET-1', subject: 'Network public' };
const cluster = { name: 'another', topology: 'PUBLIC' };
const manifest = (more = ''): string =>
  `apiVersion: hostwright/v1\nkind: Cluster\nname: another\ntopology: PUBLIC\n${more}\n`;
const net = { name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' };
const web = { address: '9.9.9.100', port: 80 };
const nat = { mode: 'PORT_FORWARDING', publicAddresses: ['9.9.9.1'] };
const licensed = (...hostIds: readonly string[]): object => ({
  ...{ name: 'panel', ports: [2443] },
  licences: hostIds.map((hostId) => ({ hostId, kind: 'UNLIMITED', attestedAt: '2026-01-31' })),
});
const at = (address: string, network = 'public'): object => ({ address, network, purpose: 'HOST' });

/** What clusters, what is acknowledged of them and proofs on them are refused for. */
export const badClusters: readonly BadInput[] = [
  ...rows(
    'createCluster',
    ['a name in capitals', () => ({ ...cluster, name: 'Shop' }), 'INVALID_INPUT', 'name'],
    ['a network that is none', () => ({ ...cluster, networks: [{ ...net, cidr: '9.9.9.9' }] }), 'INVALID_INPUT', 'networks.0.cidr'], // prettier-ignore
    ['a network twice', () => ({ ...cluster, networks: [net, net] }), 'INVALID_INPUT', 'networks.1.name'],
    [
      'a host twice',
      ({ spare }) => ({ ...cluster, members: [{ hostId: spare, role: 'NODE' }, { hostId: spare, role: 'NODE' }] }), // prettier-ignore
      'INVALID_INPUT',
      'members.1.hostId',
    ],
    [
      'a network that is not declared',
      ({ spare }) => ({ ...cluster, members: [{ hostId: spare, role: 'NODE', addresses: [at('9.9.9.8')] }] }),
      'INVALID_INPUT',
      'members.0.addresses.0.network',
    ],
    [
      'an address twice',
      ({ spare }) => ({
        ...cluster,
        networks: [net],
        members: [{ hostId: spare, role: 'NODE', addresses: [at('9.9.9.8'), at('9.9.9.8')] }],
      }),
      'INVALID_INPUT',
      'members.0.addresses.1.address',
    ],
    ['storage on no server', () => ({ ...cluster, userStorage: { mode: 'EXTERNAL' } }), 'INVALID_INPUT', 'userStorage'],
    ['a server twice', ({ shop }) => ({ ...cluster, databaseServerIds: [shop.server, shop.server] }), 'INVALID_INPUT', 'databaseServerIds.1'], // prettier-ignore
    [
      'port 0 of a panel',
      () => ({ ...cluster, panel: { name: 'panel', ports: [0] } }),
      'INVALID_INPUT',
      'panel.ports.0',
    ],
    ['the port of the panel and of its database at once', () => ({ ...cluster, panel: { name: 'panel', ports: [2443], databasePort: 2443 } }), 'INVALID_INPUT', 'panel.databasePort'], // prettier-ignore
    ['a quorum address that is none', () => ({ ...cluster, quorumAddress: 'x' }), 'INVALID_INPUT', 'quorumAddress'],
    ['a missing host', () => ({ ...cluster, members: [{ hostId: nobody.host, role: 'NODE' }] }), 'NOT_FOUND', 'members.0.hostId'], // prettier-ignore
    [
      'a missing server',
      () => ({ ...cluster, databaseServerIds: [nobody.server] }),
      'NOT_FOUND',
      'databaseServerIds.0',
    ],
    ['a host of another cluster', ({ shop }) => ({ ...cluster, members: [{ hostId: shop.node, role: 'NODE' }] }), 'WRONG_STATE', 'members.0.hostId'], // prettier-ignore
    ['a vantage', ({ outside }) => ({ ...cluster, members: [{ hostId: outside.host, role: 'NODE' }] }), 'WRONG_STATE', 'members.0.hostId'], // prettier-ignore
    ['a node that is only looked at', ({ observed }) => ({ ...cluster, members: [{ hostId: observed, role: 'NODE' }] }), 'WRONG_STATE', 'members.0.role'], // prettier-ignore
    ['an export path that would have to be quoted', ({ spare }) => ({ ...cluster, userStorage: { mode: 'EXTERNAL', fileServerId: spare, exportPath: "/it's" } }), 'INVALID_INPUT', 'userStorage.exportPath'], // prettier-ignore
    ['the name of another cluster', () => ({ ...cluster, name: 'shop' }), 'NAME_TAKEN', 'name'],
    ['private addresses as public ones', () => ({ ...cluster, networks: [{ ...net, cidr: '10.0.0.0/8' }] }), 'RULE_VIOLATED', 'networks.0.cidr'], // prettier-ignore
    [
      'a file server that is no member',
      ({ spare }) => ({ ...cluster, userStorage: { mode: 'EXTERNAL', fileServerId: spare, exportPath: '/export' } }),
      'RULE_VIOLATED',
      'userStorage.fileServerId',
    ],
    ['a weight of more than 100', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), balancedServices: [{ ...web, weights: [{ hostId: spare, weight: 101 }] }] }), 'INVALID_INPUT', 'balancedServices.0.weights.0.weight'], // prettier-ignore
    ['a weight of no member', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), balancedServices: [{ ...web, weights: [{ hostId: nobody.host, weight: 1 }] }] }), 'NOT_FOUND', 'balancedServices.0.weights.0.hostId'], // prettier-ignore
    ['a service twice', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), balancedServices: [web, web] }), 'INVALID_INPUT', 'balancedServices.1'], // prettier-ignore
    ["the panel's port balanced", ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), balancedServices: [{ ...web, port: 2443 }] }), 'RULE_VIOLATED', 'balancedServices.0.port'], // prettier-ignore
    ['a service on no service address', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), balancedServices: [{ ...web, address: '9.9.9.77' }] }), 'RULE_VIOLATED', 'balancedServices.0.address'], // prettier-ignore
    ['a NAT device under another topology', () => ({ ...cluster, nat }), 'INVALID_INPUT', 'nat'],
    ['a public address of the device twice', () => ({ ...cluster, topology: 'PRIVATE_NAT', nat: { ...nat, publicAddresses: ['9.9.9.1', '9.9.9.1'] } }), 'INVALID_INPUT', 'nat.publicAddresses.1'], // prettier-ignore
    ['a device without public address', () => ({ ...cluster, topology: 'PRIVATE_NAT', nat: { ...nat, publicAddresses: [] } }), 'INVALID_INPUT', 'nat.publicAddresses'], // prettier-ignore
    ['tunnels from the manager', () => ({ ...cluster, forwarding: 'TUN' }), 'INVALID_INPUT', 'forwarding'],
    ['a licence of no member', ({ spare }) => ({ ...cluster, panel: licensed(spare) }), 'NOT_FOUND', 'panel.licences.0.hostId'], // prettier-ignore
    ['a second licence of a host', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), panel: licensed(spare, spare) }), 'INVALID_INPUT', 'panel.licences.1.hostId'], // prettier-ignore
    ['a licence on no day', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), panel: { ...licensed(), licences: [{ hostId: spare, kind: 'VPS', attestedAt: 'today' }] } }), 'INVALID_INPUT', 'panel.licences.0.attestedAt'], // prettier-ignore
    ['a local database on no manager', () => ({ ...cluster, localDatabase: true }), 'INVALID_INPUT', 'localDatabase'],
    ['a local database without a quorum address', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), quorumAddress: null, localDatabase: true }), 'INVALID_INPUT', 'localDatabase'], // prettier-ignore
    ['a quorum address of nobody', ({ spare, spare2 }) => ({ ...cluster, ...publicCluster(spare, spare2), quorumAddress: '9.9.9.9' }), 'RULE_VIOLATED', 'quorumAddress'], // prettier-ignore
  ),
  ...rows(
    'applyCluster',
    ['what is no YAML', () => ({ manifest: 'networks: [' }), 'INVALID_INPUT', 'manifest'],
    ['an unknown key', () => ({ manifest: manifest('nodes: []') }), 'INVALID_INPUT', 'manifest.nodes'],
    ['a host nobody registered', () => ({ manifest: manifest('members: [{host: nobody, role: MANAGER}]') }), 'NOT_FOUND', 'manifest.members.0.host'], // prettier-ignore
    ['a database server nobody registered', () => ({ manifest: manifest('databaseServers: [nobody]') }), 'NOT_FOUND', 'manifest.databaseServers.0'], // prettier-ignore
    ['a host of another cluster', () => ({ manifest: manifest('members: [{host: shop-node, role: MANAGER}]') }), 'WRONG_STATE', 'manifest.members.0.host'], // prettier-ignore
    ['a version of a cluster that is not there', () => ({ manifest: manifest(), expectedVersion: 7 }), 'NOT_FOUND', 'expectedVersion'], // prettier-ignore
    ['private addresses as public ones', () => ({ manifest: manifest('networks: [{name: public, kind: PUBLIC, cidr: 10.0.0.0/8}]') }), 'RULE_VIOLATED', 'manifest.networks.0.cidr'], // prettier-ignore
    ['a manager taken out', () => ({ manifest: manifest('quorumAddress: 9.9.9.10').replace('another', 'shop') }), 'WRONG_STATE', 'manifest.members'], // prettier-ignore
  ),
  ...rows(
    'setUpCluster',
    ['a missing cluster', () => ({ clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
    ['another version', ({ draft }) => ({ clusterId: draft.clusterId, expectedVersion: 7 }), 'VERSION_CONFLICT', 'expectedVersion'], // prettier-ignore
    ['hosts nobody looked at', ({ draft }) => ({ clusterId: draft.clusterId }), 'HOST_NOT_LOOKED_AT', 'clusterId'],
    ['a host that does not answer', ({ draft }) => ({ clusterId: draft.clusterId }), 'HOST_UNREACHABLE', 'clusterId'],
    ['a look that is missing', ({ unfit }) => ({ clusterId: unfit.clusterId }), 'RULE_UNDECIDED', 'clusterId'],
    ['a manager without NFS', ({ unfit }) => ({ clusterId: unfit.clusterId }), 'RULE_VIOLATED', 'clusterId'],
    ['a cluster at work', ({ busy }) => ({ clusterId: busy.clusterId }), 'OPERATION_IN_PROGRESS', ''],
  ),
  ...rows(
    'acknowledgeFinding',
    ['a missing cluster', () => ({ ...warning, clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
    ['a rule that there is not', ({ shop }) => ({ ...warning, clusterId: shop.clusterId, rule: 'R-0' }), 'INVALID_INPUT', 'rule'], // prettier-ignore
    ['no subject', ({ shop }) => ({ ...warning, clusterId: shop.clusterId, subject: '' }), 'INVALID_INPUT', 'subject'],
    ['an empty note', ({ shop }) => ({ ...warning, clusterId: shop.clusterId, note: '' }), 'INVALID_INPUT', 'note'],
    ['what is met', ({ shop }) => ({ ...warning, clusterId: shop.clusterId }), 'WRONG_STATE', 'subject'],
    ['an error', ({ unfit }) => ({ clusterId: unfit.clusterId, rule: 'R-VPS-3', subject: `Host ${rowId(unfit.manager)}` }), 'WRONG_STATE', 'rule'], // prettier-ignore
    ['what is not known', ({ draft }) => ({ clusterId: draft.clusterId, rule: 'R-HOST-1', subject: `Host ${rowId(draft.node)}` }), 'WRONG_STATE', 'rule'], // prettier-ignore
  ),
  ...rows(
    'withdrawAcknowledgement',
    ['a missing cluster', () => ({ ...warning, clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
    ['a rule that there is not', ({ shop }) => ({ ...warning, clusterId: shop.clusterId, rule: 'R-0' }), 'INVALID_INPUT', 'rule'], // prettier-ignore
    ['what nobody acknowledged', ({ shop }) => ({ ...warning, clusterId: shop.clusterId }), 'NOT_FOUND', 'subject'],
  ),
  ...rows(
    'repairCluster',
    ['a missing cluster', () => ({ clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
    ['a draft', ({ draft }) => ({ clusterId: draft.clusterId }), 'WRONG_STATE', 'clusterId'],
    ['a cluster at work', ({ busy }) => ({ clusterId: busy.clusterId }), 'OPERATION_IN_PROGRESS', ''],
  ),
  ...rows(
    'proveCluster',
    ['a missing cluster', () => ({ clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
    ['a missing vantage', ({ shop }) => ({ clusterId: shop.clusterId, vantageId: nobody.vantage }), 'NOT_FOUND', 'vantageId'], // prettier-ignore
    ['no proof', ({ shop }) => ({ clusterId: shop.clusterId, proofs: [] }), 'INVALID_INPUT', 'proofs'],
    ['a race of one', ({ shop }) => ({ clusterId: shop.clusterId, proofs: ['TRIAL_MOUNT', 'LOCK_RACE'] }), 'WRONG_STATE', 'proofs.1'], // prettier-ignore
    ['a draft', ({ draft }) => ({ clusterId: draft.clusterId, proofs: ['DATABASE_LOGIN'] }), 'WRONG_STATE', 'proofs.0'],
    ['a cluster at work', ({ busy }) => ({ clusterId: busy.clusterId }), 'OPERATION_IN_PROGRESS', ''],
  ),
];
