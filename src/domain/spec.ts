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
  .min(1)
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

/** The hosting panel installed on the hosts, or null: rules about a panel are then not applicable. */
export const panelSpec = z.strictObject({ name: resourceName, ports: z.array(z.int().min(1).max(65535)).max(16) });

/** The core of a cluster's value: everything declared except its accounts, which are rows of their own. */
export const clusterCore = z.strictObject({
  schema: z.literal(specSchemaNumber),
  name: resourceName,
  topology: z.enum(topologies),
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
  balancedServices: z.array(balancedServiceSpec).max(256).default([]),
  /** Null where Hostwright sets up none: what listens on the hosts is then somebody else's matter. */
  webServer: z.enum(webServers).nullable().default(null),
  panel: panelSpec.nullable(),
  quotasRequired: z.boolean(),
});
export type ClusterCore = z.infer<typeof clusterCore>;
