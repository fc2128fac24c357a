import { loginMadeHere } from '../../../../src/domain/local-database.js';
import { fingerprintOf } from '../api-world.js';
import { rowId } from '../declared.js';
import type { Populated } from '../populated.js';
import { nobody, rows, type BadInput } from './bad-input.js';

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

/** What hosts, keys to them, servers on them and places to look from are refused for. */
export const badHosts: readonly BadInput[] = [
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
    'updateDatabaseServer',
    ['a missing server', () => ({ databaseServerId: nobody.server, port: 3307 }), 'NOT_FOUND', 'databaseServerId'],
    ['port 0', ({ shop }) => ({ databaseServerId: shop.server, port: 0 }), 'INVALID_INPUT', 'port'],
    ['the gap of a remedy for an address', ({ shop }) => ({ databaseServerId: shop.server, address: '<the right address>' }), 'INVALID_INPUT', 'address'], // prettier-ignore
    ['the gap of a remedy for a password', ({ shop }) => ({ databaseServerId: shop.server, password: '<the right password>' }), 'INVALID_INPUT', 'password'], // prettier-ignore
    ['an empty password', ({ shop }) => ({ databaseServerId: shop.server, password: '' }), 'INVALID_INPUT', 'password'],
    ['an empty user', ({ shop }) => ({ databaseServerId: shop.server, user: '' }), 'INVALID_INPUT', 'user'],
    ['the login of a server that we make', ({ shop }) => ({ databaseServerId: shop.server, user: loginMadeHere(rowId(shop.server)) }), 'INVALID_INPUT', 'user'], // prettier-ignore
    ['a missing hop', ({ shop }) => ({ databaseServerId: shop.server, reachedThroughId: nobody.host }), 'NOT_FOUND', 'reachedThroughId'], // prettier-ignore
    ['a version of before', ({ shop }) => ({ databaseServerId: shop.server, port: 3307, expectedVersion: 99 }), 'VERSION_CONFLICT', 'expectedVersion'], // prettier-ignore
  ),
  ...rows(
    'registerAppliance',
    ['a name with a space', () => ({ name: 'Bad Name' }), 'INVALID_INPUT', 'name'],
    ['the name of a host', () => ({ name: 'outside' }), 'NAME_TAKEN', 'name'],
    ['an empty reference', () => ({ name: 'nas', externalRef: '' }), 'INVALID_INPUT', 'externalRef'],
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
];
