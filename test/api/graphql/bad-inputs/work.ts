import type { Populated } from '../populated.js';
import { nobody, rows, type BadInput } from './bad-input.js';

const account = ({ shop }: Populated): object => ({ clusterId: shop.clusterId, name: 'florist' });

/** What accounts, operations and plans are refused for. */
export const badWork: readonly BadInput[] = [
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
];
