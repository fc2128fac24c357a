import { toGlobalId } from '../../../src/domain/ids.js';
import { randomIds } from '../../../src/edges/node/random-ids.js';
import { fingerprintOf } from './api-world.js';
import type { Populated } from './populated.js';
import { publicCluster, rowId } from './declared.js';

/** An input that a mutation must refuse, and how. */
export interface BadInput {
  readonly mutation: string;
  readonly why: string;
  readonly input: (there: Populated) => object;
  readonly code: string;
  readonly field: readonly string[];
}

type Row = readonly [why: string, input: BadInput['input'], code: string, field: string];

function rows(mutation: string, ...of: readonly Row[]): readonly BadInput[] {
  return of.map(([why, input, code, field]) => ({
    mutation,
    why,
    input,
    code,
    field: field === '' ? [] : field.split('.'),
  }));
}

const nobody = {
  host: toGlobalId('Host', randomIds.uuid()),
  sshKey: toGlobalId('SshKey', randomIds.uuid()),
  cluster: toGlobalId('Cluster', randomIds.uuid()),
  server: toGlobalId('DatabaseServer', randomIds.uuid()),
  account: toGlobalId('Account', randomIds.uuid()),
  operation: toGlobalId('Operation', randomIds.uuid()),
  token: toGlobalId('ApiToken', randomIds.uuid()),
  vantage: toGlobalId('Vantage', randomIds.uuid()),
  hook: toGlobalId('WebhookEndpoint', randomIds.uuid()),
  delivery: toGlobalId('WebhookDelivery', randomIds.uuid()),
};

const warning = { rule: 'R-NET-1', subject: 'Network public' };
const key = { name: 'another-key' };
const vantage = { name: 'another' };
const host = ({ shop }: Populated): object => ({ name: 'another', address: '9.9.9.77', sshKeyId: shop.sshKeyId });
const hosts = ({ shop }: Populated, second: object = {}): object => ({
  sshKeyId: shop.sshKeyId,
  hosts: [
    { name: 'first', address: '9.9.9.76' },
    { name: 'second', address: '9.9.9.77', ...second },
  ],
});
const server = ({ shop }: Populated): object => ({
  ...{ name: 'another', address: '9.9.9.78', password: 'password', reachedThroughId: shop.manager },
});
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
const account = ({ shop }: Populated): object => ({ clusterId: shop.clusterId, name: 'florist' });
const at = (address: string, network = 'public'): object => ({ address, network, purpose: 'HOST' });

export const badInputs: readonly BadInput[] = [
  ...rows(
    'createSshKey',
    ['a name with a space', () => ({ name: 'Bad Name' }), 'INVALID_INPUT', 'name'],
    ['a text that is no key', () => ({ ...key, privateKey: 'no key' }), 'INVALID_INPUT', 'privateKey'],
    [
      'a label key with a space',
      () => ({ ...key, labels: [{ key: 'a b', value: '' }] }),
      'INVALID_INPUT',
      'labels.0.key',
    ],
    [
      'a label given twice',
      () => ({ ...key, labels: [{ key: 'a', value: '1' }, { key: 'a', value: '2' }] }), // prettier-ignore
      'INVALID_INPUT',
      'labels',
    ],
    ['a NUL character', () => ({ ...key, labels: [{ key: 'a', value: 'x\0' }] }), 'INVALID_INPUT', 'labels.0.value'],
    ['half a character', () => ({ ...key, externalRef: '\ud800' }), 'INVALID_INPUT', 'externalRef'],
    ['an empty reference', () => ({ ...key, externalRef: '' }), 'INVALID_INPUT', 'externalRef'],
    ['an empty idempotency key', () => ({ ...key, idempotencyKey: '' }), 'INVALID_INPUT', 'idempotencyKey'],
    ['the name of another key', () => ({ name: 'shop-key' }), 'NAME_TAKEN', 'name'],
    ['the reference of another key', () => ({ ...key, externalRef: 'taken' }), 'EXTERNAL_REF_TAKEN', 'externalRef'],
    [
      'a key that came with another input',
      () => ({ ...key, idempotencyKey: 'used' }),
      'IDEMPOTENCY_KEY_REUSED',
      'idempotencyKey',
    ],
  ),
  ...rows(
    'registerHost',
    [
      'a name instead of an address',
      (there) => ({ ...host(there), address: 'web.example' }),
      'INVALID_INPUT',
      'address',
    ],
    ['port 0', (there) => ({ ...host(there), port: 0 }), 'INVALID_INPUT', 'port'],
    ['a login with a space', (there) => ({ ...host(there), user: 'a b' }), 'INVALID_INPUT', 'user'],
    ['an MD5 fingerprint', (there) => ({ ...host(there), hostKeyFingerprint: 'MD5:00' }), 'INVALID_INPUT', 'hostKeyFingerprint'], // prettier-ignore
    ['a missing key', (there) => ({ ...host(there), sshKeyId: nobody.sshKey }), 'NOT_FOUND', 'sshKeyId'],
    ['an id of another kind', (there) => ({ ...host(there), sshKeyId: there.shop.manager }), 'NOT_FOUND', 'sshKeyId'],
    ['a missing hop', (there) => ({ ...host(there), reachedThroughId: nobody.host }), 'NOT_FOUND', 'reachedThroughId'],
    ['a loopback address', (there) => ({ ...host(there), address: '127.0.0.1' }), 'FORBIDDEN_ADDRESS', 'address'],
    ['the address of another host', (there) => ({ ...host(there), address: '9.9.9.11' }), 'ADDRESS_TAKEN', 'address'],
    ['the name of another host', (there) => ({ ...host(there), name: 'shop-node' }), 'NAME_TAKEN', 'name'],
  ),
  ...rows(
    'registerHosts',
    ['no host', (there) => ({ ...hosts(there), hosts: [] }), 'INVALID_INPUT', 'hosts'],
    ['a name instead of an address', (there) => hosts(there, { address: 'web.example' }), 'INVALID_INPUT', 'hosts.1.address'], // prettier-ignore
    ['an MD5 fingerprint', (there) => hosts(there, { hostKeyFingerprint: 'MD5:00' }), 'INVALID_INPUT', 'hosts.1.hostKeyFingerprint'], // prettier-ignore
    ['a missing key', (there) => ({ ...hosts(there), sshKeyId: nobody.sshKey }), 'NOT_FOUND', 'sshKeyId'],
    ['a missing hop', (there) => hosts(there, { reachedThroughId: nobody.host }), 'NOT_FOUND', 'hosts.1.reachedThroughId'], // prettier-ignore
    ['a loopback address', (there) => hosts(there, { address: '127.0.0.1' }), 'FORBIDDEN_ADDRESS', 'hosts.1.address'],
    ['the address of another host', (there) => hosts(there, { address: '9.9.9.11' }), 'ADDRESS_TAKEN', 'hosts.1.address'], // prettier-ignore
    ['the name of another host', (there) => hosts(there, { name: 'shop-node' }), 'NAME_TAKEN', 'hosts.1.name'],
    ['a name twice', (there) => hosts(there, { name: 'first' }), 'NAME_TAKEN', 'hosts.1.name'],
    ['an address twice', (there) => hosts(there, { address: '9.9.9.76' }), 'ADDRESS_TAKEN', 'hosts.1.address'],
  ),
  ...rows(
    'confirmHostKey',
    ['no fingerprint', ({ offering }) => ({ hostId: offering, fingerprint: 'x' }), 'INVALID_INPUT', 'fingerprint'],
    ['a missing host', () => ({ hostId: nobody.host, fingerprint: fingerprintOf('x') }), 'NOT_FOUND', 'hostId'],
    ['a host that showed none', ({ silent }) => ({ hostId: silent, fingerprint: fingerprintOf('x') }), 'WRONG_STATE', 'hostId'], // prettier-ignore
    ['another key than shown', ({ offering }) => ({ hostId: offering, fingerprint: fingerprintOf('x') }), 'HOST_KEY_MISMATCH', 'fingerprint'], // prettier-ignore
    ['another key than pinned', ({ shop }) => ({ hostId: shop.node, fingerprint: fingerprintOf('x') }), 'WRONG_STATE', 'hostId'], // prettier-ignore
  ),
  ...rows(
    'updateHost',
    ['a missing host', () => ({ hostId: nobody.host, port: 2222 }), 'NOT_FOUND', 'hostId'],
    ['port 0', ({ shop }) => ({ hostId: shop.node, port: 0 }), 'INVALID_INPUT', 'port'],
    ['a name instead of an address', ({ shop }) => ({ hostId: shop.node, address: 'web.example' }), 'INVALID_INPUT', 'address'], // prettier-ignore
    ['a loopback address', ({ shop }) => ({ hostId: shop.node, address: '127.0.0.1' }), 'FORBIDDEN_ADDRESS', 'address'],
    ['the address of another host', ({ offering }) => ({ hostId: offering, address: '9.9.9.11' }), 'ADDRESS_TAKEN', 'address'], // prettier-ignore
    ['a missing key', ({ shop }) => ({ hostId: shop.node, sshKeyId: nobody.sshKey }), 'NOT_FOUND', 'sshKeyId'],
    ['a missing hop', ({ shop }) => ({ hostId: shop.node, reachedThroughId: nobody.host }), 'NOT_FOUND', 'reachedThroughId'], // prettier-ignore
    ['itself as its hop', ({ shop }) => ({ hostId: shop.node, reachedThroughId: shop.node }), 'INVALID_INPUT', 'reachedThroughId'], // prettier-ignore
    ['a hop and none', ({ shop }) => ({ hostId: shop.node, reachedThroughId: shop.manager, reachedDirectly: true }), 'INVALID_INPUT', 'reachedDirectly'], // prettier-ignore
    ['a login with a space', ({ shop }) => ({ hostId: shop.node, user: 'a b' }), 'INVALID_INPUT', 'user'],
    ['an MD5 fingerprint', ({ shop }) => ({ hostId: shop.node, hostKeyFingerprint: 'MD5:00' }), 'INVALID_INPUT', 'hostKeyFingerprint'], // prettier-ignore
    ['a version of before', ({ shop }) => ({ hostId: shop.node, port: 2222, expectedVersion: 99 }), 'VERSION_CONFLICT', 'expectedVersion'], // prettier-ignore
  ),
  ...rows(
    'observeHosts',
    ['no host', () => ({ hostIds: [] }), 'INVALID_INPUT', 'hostIds'],
    ['a missing host', ({ shop }) => ({ hostIds: [shop.node, nobody.host] }), 'NOT_FOUND', 'hostIds.1'],
    ['a malformed id', () => ({ hostIds: ['%'] }), 'NOT_FOUND', 'hostIds.0'],
    ['a plan that is none', ({ shop }) => ({ hostIds: [shop.node], plan: 'x' }), 'PLAN_INVALID', 'plan'],
    ['a key to confirm', ({ shop, offering }) => ({ hostIds: [shop.node, offering] }), 'WRONG_STATE', 'hostIds.1'],
    [
      'a look at another host',
      ({ shop }) => ({ hostIds: [shop.node], looks: [{ hostId: shop.manager, probe: 'balancing.ipvsadmVersion' }] }),
      'NOT_FOUND',
      'looks.0.hostId',
    ],
    [
      'a look that nobody may ask for',
      ({ shop }) => ({ hostIds: [shop.node], looks: [{ hostId: shop.node, probe: 'system.fileAt ["/etc/shadow"]' }] }),
      'INVALID_INPUT',
      'looks.0.probe',
    ],
  ),
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
  ...rows(
    'registerDatabaseServer',
    ['an empty password', (there) => ({ ...server(there), password: '' }), 'INVALID_INPUT', 'password'],
    [
      'a missing hop',
      (there) => ({ ...server(there), reachedThroughId: nobody.host }),
      'NOT_FOUND',
      'reachedThroughId',
    ],
    [
      'the address of another server',
      (there) => ({ ...server(there), address: '9.9.9.14' }),
      'ADDRESS_TAKEN',
      'address',
    ],
    ['the name of another server', (there) => ({ ...server(there), name: 'shop-db' }), 'NAME_TAKEN', 'name'],
    [
      'the reference of another server',
      (there) => ({ ...server(there), externalRef: 'taken' }),
      'EXTERNAL_REF_TAKEN',
      'externalRef',
    ],
  ),
  ...rows(
    'createAccount',
    ['a quota that is no whole number of KiB', (there) => ({ ...account(there), quotaBytes: 1_048_577 }), 'INVALID_INPUT', 'quotaBytes'], // prettier-ignore
    ['a quota below a MiB', (there) => ({ ...account(there), quotaBytes: 1024 }), 'INVALID_INPUT', 'quotaBytes'],
    ['a name in capitals', (there) => ({ ...account(there), name: 'Florist' }), 'INVALID_INPUT', 'name'],
    ['the name of a system user', (there) => ({ ...account(there), name: 'root' }), 'INVALID_INPUT', 'name'],
    ['a domain in capitals', (there) => ({ ...account(there), domain: 'Bakery.example' }), 'INVALID_INPUT', 'domain'],
    ['a domain of one word', (there) => ({ ...account(there), domain: 'bakery' }), 'INVALID_INPUT', 'domain'],
    ['a domain with www', (there) => ({ ...account(there), domain: 'www.bakery.example' }), 'INVALID_INPUT', 'domain'],
    [
      'the domain of another account',
      (there) => ({ ...account(there), domain: 'bakery.example' }),
      'NAME_TAKEN',
      'domain',
    ],
    ['a missing cluster', (there) => ({ ...account(there), clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
    ['a server of another cluster', (there) => ({ ...account(there), database: { serverId: there.draft.server } }), 'NOT_FOUND', 'database.serverId'], // prettier-ignore
    ['no server where the manager has none', (there) => ({ ...account(there), database: {} }), 'INVALID_INPUT', 'database.serverId'], // prettier-ignore
    ['a short password', (there) => ({ ...account(there), database: { serverId: there.shop.server, password: 'x' } }), 'INVALID_INPUT', 'database.password'], // prettier-ignore
    ['the database root', (there) => ({ ...account(there), database: { serverId: there.shop.server, user: 'root' } }), 'INVALID_INPUT', 'database.user'], // prettier-ignore
    ['a database of the server', (there) => ({ ...account(there), database: { serverId: there.shop.server, name: 'mysql' } }), 'INVALID_INPUT', 'database.name'], // prettier-ignore
    ['the name of another account', (there) => ({ ...account(there), name: 'bakery' }), 'NAME_TAKEN', 'name'],
    ['the database of another account', (there) => ({ ...account(there), database: { serverId: there.shop.server, name: 'bakery' } }), 'NAME_TAKEN', 'database.name'], // prettier-ignore
    ['the user of another account', (there) => ({ ...account(there), database: { serverId: there.shop.server, user: 'bakery' } }), 'NAME_TAKEN', 'database.user'], // prettier-ignore
    ['an address of a host for itself', (there) => ({ ...account(there), dedicatedAddress: '9.9.9.12' }), 'INVALID_INPUT', 'dedicatedAddress'], // prettier-ignore
    ['the quorum address for itself', (there) => ({ ...account(there), dedicatedAddress: '9.9.9.10' }), 'RULE_VIOLATED', 'dedicatedAddress'], // prettier-ignore
    ['a cluster at work', ({ busy }) => ({ clusterId: busy.clusterId, name: 'florist' }), 'OPERATION_IN_PROGRESS', ''],
  ),
  ...rows(
    'deleteAccount',
    ['a missing account', () => ({ accountId: nobody.account, removal: 'KEEP_DATA' }), 'NOT_FOUND', 'accountId'],
    ['a deleted account', ({ deleted }) => ({ accountId: deleted, removal: 'KEEP_DATA' }), 'NOT_FOUND', 'accountId'],
    ['another version', ({ bakery }) => ({ accountId: bakery, removal: 'KEEP_DATA', expectedVersion: 9 }), 'VERSION_CONFLICT', 'expectedVersion'], // prettier-ignore
  ),
  ...rows(
    'cancelOperation',
    ['a missing operation', () => ({ operationId: nobody.operation }), 'NOT_FOUND', 'operationId'],
    ['one that succeeded', ({ succeeded }) => ({ operationId: succeeded }), 'WRONG_STATE', 'operationId'],
    ['one that failed', ({ failed }) => ({ operationId: failed }), 'WRONG_STATE', 'operationId'],
  ),
  ...rows(
    'retryOperation',
    ['a missing operation', () => ({ operationId: nobody.operation }), 'NOT_FOUND', 'operationId'],
    ['one that succeeded', ({ succeeded }) => ({ operationId: succeeded }), 'WRONG_STATE', 'operationId'],
    ['one whose cluster is at work', ({ failed }) => ({ operationId: failed }), 'OPERATION_IN_PROGRESS', ''],
  ),
  ...rows(
    'applyPlan',
    ['an empty token', () => ({ token: '' }), 'INVALID_INPUT', 'token'],
    ['a text that is no token', () => ({ token: 'x'.repeat(100) }), 'PLAN_INVALID', 'token'],
    ['a token that was cut', ({ plans }) => ({ token: plans.undecided.slice(0, -1) }), 'PLAN_INVALID', 'token'],
    ['a plan that was shown too long ago', ({ plans }) => ({ token: plans.expired }), 'PLAN_EXPIRED', 'token'],
    ['a plan that nobody can tell', ({ plans }) => ({ token: plans.undecided }), 'PLAN_UNDECIDED', 'token'],
    ['a plan of another revision', ({ plans }) => ({ token: plans.changed }), 'PLAN_CHANGED', 'token'],
  ),
  ...rows(
    'createApiToken',
    ['no name', () => ({ name: '', role: 'VIEWER' }), 'INVALID_INPUT', 'name'],
    ['a moment that has passed', () => ({ name: 'x', role: 'VIEWER', expiresAt: '2020-01-01T00:00:00Z' }), 'INVALID_INPUT', 'expiresAt'], // prettier-ignore
    ['a missing cluster', () => ({ name: 'x', role: 'VIEWER', clusterId: nobody.cluster }), 'NOT_FOUND', 'clusterId'],
  ),
  ...rows(
    'createWebhookEndpoint',
    ['no URL', () => ({ url: 'example.com' }), 'INVALID_INPUT', 'url'],
    ['a URL that is no web address', () => ({ url: 'ftp://example.com/' }), 'INVALID_INPUT', 'url'],
    ['a URL with a password', () => ({ url: 'https://me:secret@example.com/' }), 'INVALID_INPUT', 'url'],
    ['a URL with a fragment', () => ({ url: 'https://example.com/#a' }), 'INVALID_INPUT', 'url'],
    ['plain HTTP', () => ({ url: 'http://example.com/' }), 'FORBIDDEN_ADDRESS', 'url'],
    ['the port of something else', () => ({ url: 'https://example.com:22/' }), 'FORBIDDEN_ADDRESS', 'url'],
    ['a loopback address', () => ({ url: 'https://127.1/' }), 'FORBIDDEN_ADDRESS', 'url'],
    ['a kind that there is not', () => ({ url: 'https://example.com/', kinds: ['x'] }), 'INVALID_INPUT', 'kinds.0'],
    ['a kind twice', () => ({ url: 'https://example.com/', kinds: ['step.failed', 'step.failed'] }), 'INVALID_INPUT', 'kinds'], // prettier-ignore
    ['a heartbeat without pause', () => ({ url: 'https://example.com/', heartbeatMinutes: 0 }), 'INVALID_INPUT', 'heartbeatMinutes'], // prettier-ignore
    ['the reference of another endpoint', () => ({ url: 'https://example.com/', externalRef: 'taken' }), 'EXTERNAL_REF_TAKEN', 'externalRef'], // prettier-ignore
  ),
  ...rows(
    'updateWebhookEndpoint',
    ['a missing endpoint', () => ({ webhookEndpointId: nobody.hook }), 'NOT_FOUND', 'webhookEndpointId'],
    ['another version', ({ hook }) => ({ webhookEndpointId: hook, expectedVersion: 7 }), 'VERSION_CONFLICT', 'expectedVersion'], // prettier-ignore
    ['a private address', ({ hook }) => ({ webhookEndpointId: hook, url: 'https://10.0.0.1/' }), 'FORBIDDEN_ADDRESS', 'url'], // prettier-ignore
  ),
  ...rows('deleteWebhookEndpoint', [
    'a missing endpoint',
    () => ({ webhookEndpointId: nobody.hook }),
    'NOT_FOUND',
    'webhookEndpointId',
  ]),
  ...rows(
    'rotateWebhookSecret',
    ['a missing endpoint', () => ({ webhookEndpointId: nobody.hook }), 'NOT_FOUND', 'webhookEndpointId'],
    ['an overlap without end', ({ hook }) => ({ webhookEndpointId: hook, overlapHours: 169 }), 'INVALID_INPUT', 'overlapHours'], // prettier-ignore
  ),
  ...rows('probeWebhookEndpoint', [
    'a missing endpoint',
    () => ({ webhookEndpointId: nobody.hook }),
    'NOT_FOUND',
    'webhookEndpointId',
  ]),
  ...rows(
    'redeliverWebhooks',
    ['neither deliveries nor a range', ({ hook }) => ({ webhookEndpointId: hook }), 'INVALID_INPUT', 'from'],
    ['a range that ends before it begins', ({ hook }) => ({ webhookEndpointId: hook, from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' }), 'INVALID_INPUT', 'to'], // prettier-ignore
    ['a missing endpoint', () => ({ webhookEndpointId: nobody.hook, from: '2026-01-02T00:00:00Z' }), 'NOT_FOUND', 'webhookEndpointId'], // prettier-ignore
    ['a missing delivery', ({ hook }) => ({ webhookEndpointId: hook, deliveryIds: [nobody.delivery] }), 'NOT_FOUND', 'deliveryIds.0'], // prettier-ignore
    ['a disabled endpoint', ({ disabledHook }) => ({ webhookEndpointId: disabledHook, from: '2026-01-02T00:00:00Z' }), 'WRONG_STATE', 'webhookEndpointId'], // prettier-ignore
  ),
  ...rows(
    'registerVantage',
    ['a name with a space', ({ spare }) => ({ name: 'Bad Name', hostId: spare }), 'INVALID_INPUT', 'name'],
    ['a name as source', ({ spare }) => ({ ...vantage, hostId: spare, sourceAddress: 'x' }), 'INVALID_INPUT', 'sourceAddress'], // prettier-ignore
    ['a missing host', () => ({ ...vantage, hostId: nobody.host }), 'NOT_FOUND', 'hostId'],
    ['a member of a cluster', ({ shop }) => ({ ...vantage, hostId: shop.node }), 'WRONG_STATE', 'hostId'],
    ['a host that is one already', ({ outside }) => ({ ...vantage, hostId: outside.host }), 'WRONG_STATE', 'hostId'],
    ['a host that is only looked at', ({ observed }) => ({ ...vantage, hostId: observed }), 'WRONG_STATE', 'hostId'],
    ['a key to confirm', ({ offering }) => ({ ...vantage, hostId: offering }), 'WRONG_STATE', 'hostId'],
    ['the name of another one', ({ spare }) => ({ name: 'outside', hostId: spare }), 'NAME_TAKEN', 'name'],
    ['the reference of another one', ({ spare }) => ({ ...vantage, hostId: spare, externalRef: 'taken' }), 'EXTERNAL_REF_TAKEN', 'externalRef'], // prettier-ignore
  ),
  ...rows('deleteVantage', ['a missing vantage', () => ({ vantageId: nobody.vantage }), 'NOT_FOUND', 'vantageId']),
  ...rows('revokeApiToken', ['a missing token', () => ({ apiTokenId: nobody.token }), 'NOT_FOUND', 'apiTokenId']),
];

/** Mutations that may be repeated without an idempotency key. */
export const repeatable: readonly string[] = [
  'cancelOperation',
  ...['acknowledgeFinding', 'withdrawAcknowledgement'],
  ...[
    'confirmHostKey',
    'updateHost',
    'revokeApiToken',
    'updateWebhookEndpoint',
    'deleteWebhookEndpoint',
    'deleteVantage',
  ],
];
