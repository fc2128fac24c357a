import { z } from 'zod';
import { externalRef, labelKey, labelValue } from '../domain/annotations.js';
import {
  declaredAddresses,
  declaredNat,
  declaredNetworks,
  declaredService,
  declaredWeight,
  mostMembers,
  mostServices,
} from '../domain/declared-parts.js';
import { manifestHead } from '../domain/manifest-body.js';
import {
  forwardings,
  hostRoles,
  lbModes,
  licenceKinds,
  panelSpec,
  resourceName,
  ruleSets,
  topologies,
  webServers,
} from '../domain/spec.js';
import { addressText } from '../domain/written-address.js';
import { absolutePath } from '../steps/storage/absolute-path.js';
import { manifestAccount } from './manifest-account.js';

const licence = z.strictObject({
  host: resourceName,
  kind: z.enum(licenceKinds),
  attestedAt: z.iso.date('give the day as 2026-01-31, in quotes'),
});

const subject = /^(Cluster|Host|Network|Address|DatabaseServer|Account) \S+$/;

/**
 * A whole cluster as a file: everything that its value declares, hosts, database servers and accounts by their names. What is left
 * out is as by default; labels, externalRef, accounts and acknowledgements that are left out stay as they are.
 */
export const manifest = z.strictObject({
  apiVersion: z.literal(manifestHead.apiVersion),
  kind: z.literal(manifestHead.kind),
  /** Tells which cluster of the tenant is meant; one of another name is another cluster. */
  name: resourceName,
  labels: z
    .record(labelKey, labelValue)
    .refine((labels) => Object.keys(labels).length <= 64, 'give at most 64 labels')
    .optional(),
  externalRef: externalRef.optional(),
  ruleSet: z.enum(ruleSets).default('BASE'),
  topology: z.enum(topologies),
  nat: declaredNat.nullable().default(null),
  networks: declaredNetworks,
  members: z
    .array(
      z.strictObject({
        host: resourceName,
        role: z.enum(hostRoles),
        addresses: declaredAddresses,
      }),
    )
    .max(mostMembers)
    .default([]),
  quorumAddress: addressText.nullable().default(null),
  userStorage: z
    .discriminatedUnion('mode', [
      z.strictObject({ mode: z.literal('MANAGER_LOCAL') }),
      z.strictObject({ mode: z.literal('EXTERNAL'), fileServer: resourceName, exportPath: absolutePath }),
    ])
    .default({ mode: 'MANAGER_LOCAL' }),
  /** Those that their owners run; the manager's own is declared by `localDatabase`. */
  databaseServers: z.array(resourceName).max(64).default([]),
  localDatabase: z.boolean().default(false),
  lbMode: z.enum(lbModes).default('MANAGED'),
  forwarding: z.enum(forwardings).default('DR'),
  balancedServices: z
    .array(
      z.strictObject({
        ...declaredService,
        weights: z
          .array(z.strictObject({ host: resourceName, weight: declaredWeight }))
          .max(mostMembers)
          .default([]),
      }),
    )
    .max(mostServices)
    .default([]),
  webServer: z.enum(webServers).nullable().default(null),
  panel: panelSpec
    .extend({ licences: z.array(licence).max(mostMembers).default([]) })
    .nullable()
    .default(null),
  hypervisorAccess: z.boolean().nullable().default(null),
  quotasRequired: z.boolean().default(false),
  /** Those that are missing are made; those that are there must be as they are written, but for labels and externalRef; none is ever deleted. */
  accounts: z.array(manifestAccount).max(40_000).default([]),
  /** Warnings that are meant, with the subject by its name, e.g. `Host node1`. None is taken back by leaving it out. */
  acknowledgements: z
    .array(
      z.strictObject({
        rule: z.string().min(1).max(40),
        subject: z
          .string()
          .max(300)
          .regex(subject, 'write kind and name, for example "Host node1" or "Network public"'),
      }),
    )
    .max(1000)
    .default([]),
});
export type Manifest = z.output<typeof manifest>;
