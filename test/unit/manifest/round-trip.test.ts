import fc from 'fast-check';
import { clusterSpec, type ClusterSpec } from '../../../src/domain/account-spec.js';
import { localDatabaseOf } from '../../../src/domain/local-database.js';
import {
  addressPurposes,
  clusterCore,
  forwardings,
  hostRoles,
  lbModes,
  natModes,
  networkKinds,
  ruleSets,
  schedulers,
  topologies,
  webServers,
} from '../../../src/domain/spec.js';
import { coreOf } from '../../../src/manifest/core-of.js';
import { manifest } from '../../../src/manifest/manifest.js';
import { manifestOf } from '../../../src/manifest/manifest-of.js';
import { readManifest } from '../../../src/manifest/read-manifest.js';
import { manifestFormats, writeManifest, type ManifestFormat } from '../../../src/manifest/write-manifest.js';
import {
  balanced,
  balancedElsewhere,
  dualCluster,
  memberOf,
  node1Id,
  publicCluster,
  withFileServer,
  withLocalDatabase,
  withObservedFileServer,
  withSite,
} from '../rules/clusters.js';
import { declared, idsOf } from './named.js';

/** Writes the manifest of a value, reads it, and answers what it declares then. */
function throughText(spec: ClusterSpec, format: ManifestFormat): { readonly core: object; readonly accounts: object } {
  const told = declared(spec);
  const first = manifestOf(told);
  const reading = readManifest(writeManifest(first, format));
  expect(reading.problems).toEqual([]);
  if (reading.manifest === undefined) throw new Error('it is no manifest');
  expect(reading.manifest).toEqual(first);
  const localDatabase = localDatabaseOf(spec)?.databaseServerId;
  const accounts = reading.manifest.accounts.map(({ name, domain, dedicatedAddress, quotaBytes, database }) => {
    return {
      name,
      domain,
      dedicatedAddress,
      quotaBytes,
      database: database && { name: database.name, user: database.user },
    };
  });
  return { core: coreOf(reading.manifest, { ...idsOf(told), localDatabase }), accounts };
}

function asDeclared({ core, accounts }: ClusterSpec): { readonly core: object; readonly accounts: object } {
  const inOrder = accounts.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    core,
    accounts: inOrder.map(({ name, domain, dedicatedAddress, quotaBytes, database }) => {
      return {
        name,
        domain,
        dedicatedAddress,
        quotaBytes,
        database: database && { name: database.name, user: database.user },
      };
    }),
  };
}

const values: readonly (readonly [string, ClusterSpec])[] = [
  ['one public network', publicCluster()],
  ['two networks', dualCluster()],
  ['balanced services', publicCluster(balanced({ port: 80 }, { port: 443, scheduler: 'RR', persistenceSeconds: 0 }))],
  ["somebody else's balancer", publicCluster(balancedElsewhere({ port: 80 }))],
  ['web servers and a site', publicCluster(withSite('NGINX', 'bakery.example'))],
  ['a file server', publicCluster(withFileServer)],
  ['a file server that is only looked at', dualCluster(withObservedFileServer)],
  ['a database of the manager', dualCluster(withLocalDatabase)],
  [
    'a weight, a panel and limits',
    publicCluster((spec) => {
      balanced({ weights: [{ hostId: memberOf(spec, node1Id).hostId, weight: 7 }] })(spec);
      spec.core.panel = {
        ...{ name: 'panel', ports: [8443], databasePort: 2306 },
        licences: [{ hostId: memberOf(spec, node1Id).hostId, kind: 'UNLIMITED', attestedAt: '2026-01-31' }],
      };
      spec.core.quotasRequired = false;
      for (const account of spec.accounts) {
        account.quotaBytes = 1_048_576;
        account.dedicatedAddress = '9.9.9.100';
      }
    }),
  ],
];

test.each(values.flatMap(([name, spec]) => manifestFormats.map((format) => [name, format, spec] as const)))(
  'the manifest of a value declares that value: %s, as %s',
  (_, format, spec) => {
    expect(throughText(spec, format)).toEqual(asDeclared(spec));
  },
);

const uuid = (kind: number, index: number): string =>
  `01900000-0000-7000-8${String(kind).padStart(3, '0')}-${String(index).padStart(12, '0')}`;
const some = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const secret = { secretId: uuid(9, 0), version: 1 };

/** Any value, whether or not rules like it: what it names it has, and nothing twice. */
const anyValue = fc
  .record({
    networks: fc.array(fc.record({ kind: some(networkKinds), third: fc.nat(255) }), { minLength: 1, maxLength: 4 }),
    members: fc.array(
      fc.record({ role: some(hostRoles), addresses: fc.array(some(addressPurposes), { maxLength: 3 }) }),
      { maxLength: 5 },
    ),
    topology: some(topologies),
    quorum: fc.option(fc.oneof(fc.ipV4(), fc.constant('2001:db8::1'))),
    external: fc.boolean(),
    servers: fc.nat(3),
    lbMode: some(lbModes),
    forwarding: some(forwardings),
    ruleSet: some(ruleSets),
    nat: fc.option(fc.record({ mode: some(natModes), target: fc.option(fc.ipV4()), forwardMysql: fc.boolean() })),
    hypervisorAccess: fc.option(fc.boolean()),
    services: fc.array(
      fc.record({ scheduler: some(schedulers), persistenceSeconds: fc.nat(86_400), weight: fc.nat(100) }),
      { maxLength: 4 },
    ),
    webServer: fc.option(some(webServers)),
    ports: fc.option(fc.array(fc.integer({ min: 2307, max: 65_535 }), { maxLength: 3 })),
    databasePort: fc.option(fc.constant(2306)),
    quotasRequired: fc.boolean(),
    accounts: fc.array(
      fc.record({ site: fc.boolean(), limit: fc.option(fc.integer({ min: 1024, max: 99_999 })), stored: fc.boolean() }),
      { maxLength: 4 },
    ),
  })
  .map((drawn): ClusterSpec => {
    const members = drawn.members.map(({ role, addresses }, member) => ({
      hostId: uuid(1, member),
      role,
      addresses: addresses.map((purpose, index) => ({
        network: `net-${(member + index) % drawn.networks.length}`,
        address: index === 2 ? `2001:db8:${member + 1}::${index}` : `10.1.${member}.${index}`,
        purpose,
      })),
    }));
    const databaseServers = Array.from({ length: drawn.servers }, (_, index) => uuid(2, index));
    return clusterSpec.parse({
      core: {
        ...{ schema: 1, name: 'any', topology: drawn.topology, members, databaseServers },
        networks: drawn.networks.map(({ kind, third }, index) => {
          return { name: `net-${index}`, kind, cidr: `172.16.${third}.0/24` };
        }),
        quorumAddress: drawn.quorum,
        userStorage: drawn.external
          ? { mode: 'EXTERNAL', fileServer: uuid(1, 99), exportPath: '/export' }
          : { mode: 'MANAGER_LOCAL' },
        ruleSet: drawn.ruleSet,
        nat:
          drawn.nat === null || drawn.topology !== 'PRIVATE_NAT'
            ? null
            : {
                ...{ mode: drawn.nat.mode, publicAddresses: ['8.8.8.8', '8.8.4.4'] },
                ...{ forwardTarget: drawn.nat.target, forwardMysql: drawn.nat.forwardMysql },
              },
        lbMode: drawn.lbMode,
        forwarding: drawn.lbMode === 'EXTERNAL' ? drawn.forwarding : 'DR',
        hypervisorAccess: drawn.hypervisorAccess,
        balancedServices: drawn.services.map(({ weight, ...service }, index) => ({
          ...{ ...service, address: '10.9.9.9', port: 80 + index },
          weights: members.slice(0, index).map(({ hostId }) => ({ hostId, weight })),
        })),
        webServer: drawn.webServer,
        panel:
          drawn.ports === null
            ? null
            : {
                ...{ name: 'panel', ports: drawn.ports, databasePort: drawn.databasePort },
                licences: members.map(({ hostId }) => ({ hostId, kind: 'VPS', attestedAt: '2026-01-31' })),
              },
        quotasRequired: drawn.quotasRequired,
      },
      databaseServers: databaseServers.map((databaseServerId, index) => ({
        ...{ databaseServerId, hostId: uuid(3, index), name: `db${index}`, address: `10.7.7.${index}`, port: 3306 },
        ...{ login: 'root', password: secret, reachedThrough: null },
      })),
      accounts: drawn.accounts.map(({ site, limit, stored }, index) => ({
        ...{ accountId: uuid(4, index), name: `shop${index}`, uid: 20_000 + index, gid: 20_000 + index },
        domain: site ? `shop${index}.example` : null,
        quotaBytes: limit === null ? null : limit * 1024,
        database:
          stored && databaseServers[0] !== undefined
            ? { server: databaseServers[0], name: `store_${index}`, user: `user${index}`, password: secret }
            : null,
      })),
    });
  });

test('the manifest of any value declares that value', () => {
  fc.assert(
    fc.property(anyValue, some(manifestFormats), (spec, format) => {
      expect(throughText(spec, format)).toEqual(asDeclared(spec));
    }),
  );
});

test('everything that a value declares has a place in the manifest, under the same name', () => {
  const parts = Object.keys(clusterCore.shape).filter((key) => key !== 'schema');
  expect(Object.keys(manifest.shape)).toEqual(expect.arrayContaining(parts));
});

test('a manifest names what its acknowledgements and accounts are about, and leaves out what is no more', () => {
  const spec = dualCluster();
  const [account] = spec.accounts;
  if (account === undefined) throw new Error('there is no account');
  const told = declared(spec, {
    labels: { team: 'front', 'a/b': '1' },
    externalRef: 'crm-7',
    acknowledgements: [
      { rule: 'R-NET-1', subject: 'Network public' },
      { rule: 'R-HOST-1', subject: `Host ${node1Id}` },
      { rule: 'R-DB-1', subject: `Account ${account.accountId}` },
      { rule: 'R-HOST-1', subject: 'Host 01900000-0000-7000-8000-0000000000ff' },
      { rule: 'R-NET-1', subject: 'Network former' },
      { rule: 'R-FORMER', subject: 'Network public' },
    ],
    accounts: new Map([[account.accountId, { labels: { plan: 'small' }, externalRef: 'a-1' }]]),
  });
  expect(manifestOf(told)).toMatchObject({
    labels: { 'a/b': '1', team: 'front' },
    externalRef: 'crm-7',
    accounts: [{ name: 'bakery', labels: { plan: 'small' }, externalRef: 'a-1' }],
    acknowledgements: [
      { rule: 'R-DB-1', subject: 'Account bakery' },
      { rule: 'R-HOST-1', subject: 'Host n-0002' },
      { rule: 'R-NET-1', subject: 'Network public' },
    ],
  });
});
