import { z } from 'zod';
import { databaseServerId, hostId } from './ids.js';

/** Number of the spec's shape; stored with every revision, so that an old one can be read by newer code. */
export const specSchemaNumber = 1;

export const topologies = ['PUBLIC', 'PUBLIC_PRIVATE', 'PRIVATE_NAT'] as const;
export type Topology = (typeof topologies)[number];
/** Whether a host is changed, or only looked at and judged. */
export const managements = ['MANAGED', 'OBSERVED'] as const;
export const hostRoles = ['MANAGER', 'NODE', 'FILE_SERVER', 'DATABASE_SERVER'] as const;
export type HostRole = (typeof hostRoles)[number];
export const networkKinds = ['PUBLIC', 'PRIVATE'] as const;
export const addressPurposes = ['HOST', 'QUORUM', 'SERVICE'] as const;
export type AddressPurpose = (typeof addressPurposes)[number];

/** A name that is safe as a label: lower case letters, digits and hyphens, as in host names. */
export const resourceName = z
  .string()
  .min(1, { abort: true })
  .max(63)
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'use lower case letters, digits and hyphens');

export const ipAddress = z.union([z.ipv4(), z.ipv6()]);
export const cidrBlock = z.union([z.cidrv4(), z.cidrv6()]);

export const networkSpec = z.strictObject({ name: resourceName, kind: z.enum(networkKinds), cidr: cidrBlock });
export type NetworkSpec = z.infer<typeof networkSpec>;

/**
 * An address that a member holds. HOST is there before Hostwright comes; QUORUM and SERVICE are bound by Hostwright.
 * A SERVICE address is declared on the manager only: the nodes get it too, without answering ARP for it.
 */
export const addressSpec = z.strictObject({
  network: resourceName,
  address: ipAddress,
  purpose: z.enum(addressPurposes),
});
export type AddressSpec = z.infer<typeof addressSpec>;

export const memberSpec = z.strictObject({
  hostId,
  role: z.enum(hostRoles),
  addresses: z.array(addressSpec).max(256),
});
export type MemberSpec = z.infer<typeof memberSpec>;

/** Where the `/chroot` tree lives: on the manager, exported over the quorum address, or on a file server. */
export const userStorageSpec = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('MANAGER_LOCAL') }),
  z.strictObject({ mode: z.literal('EXTERNAL'), fileServer: hostId, exportPath: z.string().startsWith('/').max(255) }),
]);
export type UserStorageSpec = z.infer<typeof userStorageSpec>;

/** What serves the accounts' sites on manager and nodes. */
export const webServers = ['APACHE', 'NGINX'] as const;
export type WebServer = (typeof webServers)[number];

export const lbModes = ['MANAGED', 'EXTERNAL'] as const;
/** How a balancer hands packets on to a node, as LVS names it: by link address on one segment, or in a tunnel across routers. */
export const forwardings = ['DR', 'TUN'] as const;
/** Of IPVS: round robin and least connections, each plain or weighted, and least connections by locality. */
export const schedulers = ['RR', 'WRR', 'LC', 'WLC', 'LBLC'] as const;

/** A TCP port of a service address, spread over the hosts that serve it. */
export const balancedServiceSpec = z.strictObject({
  address: ipAddress,
  port: z.int().min(1).max(65_535),
  scheduler: z.enum(schedulers),
  /** How long a client stays with one host, in seconds; 0: each connection may go to another. */
  persistenceSeconds: z.int().min(0).max(86_400),
  /** Share of a host, where it is not 1; 0 sends it no new connections. */
  weights: z.array(z.strictObject({ hostId, weight: z.int().min(0).max(100) })).max(1000),
});
export type BalancedServiceSpec = z.infer<typeof balancedServiceSpec>;

/** How the device in front of private servers translates: single ports to one address, or whole addresses, each to its own. */
export const natModes = ['PORT_FORWARDING', 'ONE_TO_ONE'] as const;

/** What the NAT device in front of a PRIVATE_NAT cluster does. Hostwright cannot see it, and takes the operator's word. */
export const natSpec = z.strictObject({
  mode: z.enum(natModes),
  /** Where clients come in; under ONE_TO_ONE the first stands for the manager's first service address, and so on. */
  publicAddresses: z.array(ipAddress).min(1).max(256),
  /** The manager's address that the device hands connections to; null while a draft has not chosen it. */
  forwardTarget: ipAddress.nullable(),
  /** Whether outsiders must reach MySQL on the manager. */
  forwardMysql: z.boolean(),
});
export type NatSpec = z.infer<typeof natSpec>;

/** Of a panel: for any number of domains, or for a virtual private server. */
export const licenceKinds = ['UNLIMITED', 'VPS'] as const;

/** An operator's word about the panel's licence on a host, and the day on which it was given, as `2026-01-31`. */
export const licenceSpec = z.strictObject({ hostId, kind: z.enum(licenceKinds), attestedAt: z.iso.date() });
export type LicenceSpec = z.infer<typeof licenceSpec>;

const tcpPort = z.int().min(1).max(65535);

/** The hosting panel installed on the hosts, or null: rules about a panel are then not applicable. */
export const panelSpec = z.strictObject({
  name: resourceName,
  /** Where people and programs reach the panel, from outside too. */
  ports: z.array(tcpPort).max(16),
  /** Where the panel's own database listens on manager and nodes, which is nobody else's to reach; null where that is at no port. */
  databasePort: tcpPort.nullable().default(null),
  licences: z.array(licenceSpec).max(1000).default([]),
});

/** What is wrong with a panel of which one port is both. */
export const databasePortAmongPorts =
  'this is a port of the panel itself, which is to be reached from outside; give the one of its database, or null where that listens at none';

/** Whose severities count where the published requirements disagree: those of the common denominator, or of that panel's. */
export const ruleSets = ['BASE', 'INTERWORX_8'] as const;
export type RuleSet = (typeof ruleSets)[number];

/** The core of a cluster's value: everything declared except its accounts, which are rows of their own. */
export const clusterCore = z.strictObject({
  schema: z.literal(specSchemaNumber),
  name: resourceName,
  ruleSet: z.enum(ruleSets).default('BASE'),
  topology: z.enum(topologies),
  /** Null unless the topology is PRIVATE_NAT, and while a draft says nothing of the device. */
  nat: natSpec.nullable().default(null),
  networks: z.array(networkSpec).max(16),
  members: z.array(memberSpec).max(1000),
  /** The manager's address for all server-to-server traffic; null while a draft has not chosen it. */
  quorumAddress: ipAddress.nullable(),
  userStorage: userStorageSpec,
  /** Those that the cluster was given, at most 64, and the manager's own. */
  databaseServers: z.array(databaseServerId).max(65),
  /** Whether Hostwright runs a MySQL server on the manager, at the quorum address: one of those above. */
  localDatabase: z.boolean().default(false),
  /** Who spreads connections: the manager, or somebody else's balancer, which Hostwright does not touch. */
  lbMode: z.enum(lbModes).default('MANAGED'),
  /** TUN is declared and judged for somebody else's balancer; the manager balances by DR only. */
  forwarding: z.enum(forwardings).default('DR'),
  balancedServices: z.array(balancedServiceSpec).max(256).default([]),
  /** Null where Hostwright sets up none: what listens on the hosts is then somebody else's matter. */
  webServer: z.enum(webServers).nullable().default(null),
  panel: panelSpec.nullable(),
  /** Whether whoever runs the hosts as virtual machines can change the hypervisor; null where that is not known. */
  hypervisorAccess: z.boolean().nullable().default(null),
  /** Whether rules hold the cluster to what quotas need though no account has one yet; docs/decisions/0016 says why not by default. */
  quotasRequired: z.boolean(),
});
export type ClusterCore = z.infer<typeof clusterCore>;
