import { clusterSpec, type ClusterSpec } from '../../../src/domain/account-spec.js';
import { hostId } from '../../../src/domain/ids.js';
import type {
  AddressPurpose,
  AddressSpec,
  BalancedServiceSpec,
  MemberSpec,
  NatSpec,
  WebServer,
} from '../../../src/domain/spec.js';

export const managerId = '01900000-0000-7000-8000-000000000001';
export const node1Id = '01900000-0000-7000-8000-000000000002';
export const node2Id = '01900000-0000-7000-8000-000000000003';
export const databaseHostId = '01900000-0000-7000-8000-000000000004';
export const fileServerId = '01900000-0000-7000-8000-000000000005';
export const databaseServerId = '01900000-0000-7000-8000-000000000006';
export const accountId = '01900000-0000-7000-8000-000000000007';
export const clusterId = '01900000-0000-7000-8000-000000000008';

export const hostNames = new Map([
  [managerId, 'manager'],
  [node1Id, 'node1'],
  [node2Id, 'node2'],
  [databaseHostId, 'db1'],
  [fileServerId, 'files'],
]);

export function address(network: string, text: string, purpose: AddressPurpose): AddressSpec {
  return { network, address: text, purpose };
}

export function memberOf(spec: ClusterSpec, id: string): MemberSpec {
  const member = spec.core.members.find((candidate) => candidate.hostId === id);
  if (member === undefined) throw new Error(`no member ${id}`);
  return member;
}

const secret = { secretId: '01900000-0000-7000-8000-000000000009', version: 1 };

const shared = {
  schema: 1,
  name: 'shop',
  userStorage: { mode: 'MANAGER_LOCAL' },
  databaseServers: [databaseServerId],
  panel: null,
  quotasRequired: true,
};

const databaseServers = [
  {
    databaseServerId,
    hostId: databaseHostId,
    name: 'db1',
    address: '9.9.9.14',
    port: 3306,
    login: 'root',
    password: secret,
    reachedThrough: managerId,
  },
];

const accounts = [
  {
    accountId,
    name: 'bakery',
    uid: 20_001,
    gid: 20_001,
    database: { server: databaseServerId, name: 'bakery_shop', user: 'bakery', password: secret },
  },
];

type Edit = (spec: ClusterSpec) => void;

/** Balances these on the service address; what is not said is as by default. */
export function balanced(...services: readonly Partial<BalancedServiceSpec>[]): Edit {
  return ({ core }) => {
    core.balancedServices = services.map((service) => ({
      ...{ address: '9.9.9.100', port: 80, scheduler: 'WLC', persistenceSeconds: 300, weights: [] },
      ...service,
    }));
  };
}

/** The same, by somebody else's balancer. */
export function balancedElsewhere(...services: readonly Partial<BalancedServiceSpec>[]): Edit {
  return (spec) => {
    balanced(...services)(spec);
    spec.core.lbMode = 'EXTERNAL';
  };
}

/** Web servers of a kind, and the account's site under this name. */
export function withSite(server: WebServer | null, domain: string | null): Edit {
  return ({ core, accounts }) => {
    core.webServer = server;
    for (const account of accounts) account.domain = domain;
  };
}

/** One edit after the other. */
export function edits(...all: readonly Edit[]): Edit {
  return (spec) => {
    for (const edit of all) edit(spec);
  };
}

function built(value: unknown, edit: Edit): ClusterSpec {
  const spec = clusterSpec.parse(structuredClone(value));
  edit(spec);
  return clusterSpec.parse(spec);
}

/** A manager, two nodes, a database server and an account on one public network; meets every declared rule. */
export function publicCluster(edit: Edit = () => undefined): ClusterSpec {
  const core = {
    ...shared,
    topology: 'PUBLIC',
    networks: [{ name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' }],
    quorumAddress: '9.9.9.10',
    members: [
      {
        hostId: managerId,
        role: 'MANAGER',
        addresses: [
          address('public', '9.9.9.11', 'HOST'),
          address('public', '9.9.9.10', 'QUORUM'),
          address('public', '9.9.9.100', 'SERVICE'),
        ],
      },
      { hostId: node1Id, role: 'NODE', addresses: [address('public', '9.9.9.12', 'HOST')] },
      { hostId: node2Id, role: 'NODE', addresses: [address('public', '9.9.9.13', 'HOST')] },
    ],
  };
  return built({ core, accounts, databaseServers }, edit);
}

/** The same on a public and a private network, the quorum address being private. */
export function dualCluster(edit: Edit = () => undefined): ClusterSpec {
  const core = {
    ...shared,
    topology: 'PUBLIC_PRIVATE',
    networks: [
      { name: 'public', kind: 'PUBLIC', cidr: '9.9.9.0/24' },
      { name: 'private', kind: 'PRIVATE', cidr: '10.0.0.0/24' },
    ],
    quorumAddress: '10.0.0.10',
    members: [
      {
        hostId: managerId,
        role: 'MANAGER',
        addresses: [
          address('public', '9.9.9.11', 'HOST'),
          address('private', '10.0.0.11', 'HOST'),
          address('private', '10.0.0.10', 'QUORUM'),
          address('public', '9.9.9.100', 'SERVICE'),
        ],
      },
      {
        hostId: node1Id,
        role: 'NODE',
        addresses: [address('public', '9.9.9.12', 'HOST'), address('private', '10.0.0.12', 'HOST')],
      },
      {
        hostId: node2Id,
        role: 'NODE',
        addresses: [address('public', '9.9.9.13', 'HOST'), address('private', '10.0.0.13', 'HOST')],
      },
    ],
  };
  return built({ core, accounts, databaseServers }, edit);
}

/** The same on a private network behind a device that translates one address to one; meets every declared rule but information. */
export function natCluster(edit: Edit = () => undefined): ClusterSpec {
  const core = {
    ...shared,
    topology: 'PRIVATE_NAT',
    nat: { mode: 'ONE_TO_ONE', publicAddresses: ['9.9.9.1'], forwardTarget: '10.0.0.100', forwardMysql: false },
    networks: [{ name: 'private', kind: 'PRIVATE', cidr: '10.0.0.0/24' }],
    quorumAddress: '10.0.0.10',
    members: [
      {
        hostId: managerId,
        role: 'MANAGER',
        addresses: [
          address('private', '10.0.0.11', 'HOST'),
          address('private', '10.0.0.10', 'QUORUM'),
          address('private', '10.0.0.100', 'SERVICE'),
        ],
      },
      { hostId: node1Id, role: 'NODE', addresses: [address('private', '10.0.0.12', 'HOST')] },
      { hostId: node2Id, role: 'NODE', addresses: [address('private', '10.0.0.13', 'HOST')] },
    ],
  };
  return built({ core, accounts, databaseServers }, edit);
}

/** A panel on these ports, with unlimited licences for manager and nodes. */
export function withPanel(...ports: readonly number[]): Edit {
  return ({ core }) => {
    const licences = [managerId, node1Id, node2Id].map((id) => ({
      ...({ hostId: hostId.parse(id), kind: 'UNLIMITED', attestedAt: '2026-01-31' } as const),
    }));
    core.panel = { name: 'panel', ports: [...ports], databasePort: null, licences };
  };
}

/** The panel's own database listens at this port. */
export function withPanelDatabase(port: number): Edit {
  return ({ core }) => {
    if (core.panel !== null) core.panel.databasePort = port;
  };
}

/** What the device in front of a natCluster does besides or instead. */
export function withNat(nat: Partial<NatSpec>): Edit {
  return ({ core }) => {
    if (core.nat !== null) core.nat = { ...core.nat, ...nat };
  };
}

/** The account wants this address for itself. */
export function withDedicated(dedicatedAddress: string): Edit {
  return (spec) => {
    spec.accounts = spec.accounts.map((account) => ({ ...account, dedicatedAddress }));
  };
}

/** The same on a file server that is only looked at. */
export function withObservedFileServer(spec: ClusterSpec): void {
  withFileServer(spec);
  spec.observedHosts = [fileServerId];
}

/** The same of a file server that nobody logs in to. */
export function withAppliance(spec: ClusterSpec): void {
  withObservedFileServer(spec);
  spec.appliances = [fileServerId];
}

/** Has the database server be the manager's own, at the quorum address. */
export function withLocalDatabase(spec: ClusterSpec): void {
  spec.core.localDatabase = true;
  spec.databaseServers = spec.databaseServers.map((server) => ({
    ...server,
    name: 'shop-database',
    address: spec.core.quorumAddress ?? '',
    login: 'hostwright_0123456789ab',
  }));
}

/** User storage on a file server, which joins the cluster and is set up. */
export function withFileServer(spec: ClusterSpec): void {
  spec.core.userStorage = { mode: 'EXTERNAL', fileServer: hostId.parse(fileServerId), exportPath: '/export' };
  spec.core.members.push({
    hostId: hostId.parse(fileServerId),
    role: 'FILE_SERVER',
    addresses: [address('public', '9.9.9.15', 'HOST')],
  });
}
