import { z } from 'zod';
import { accountId, databaseServerId } from './ids.js';
import { secretRef } from './secret.js';
import { clusterCore, ipAddress } from './spec.js';

/** A unix user name: what `useradd` of Debian and the RHEL family both accept, short enough for MySQL 5.x users. */
export const unixName = z
  .string()
  .min(1, { abort: true })
  .max(16)
  .regex(/^[a-z][a-z0-9_]*$/, 'start with a lower case letter; then lower case letters, digits and underscores');

const domainLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** A host name of the DNS, as browsers send it: lower case, other scripts in punycode, no dot at the end, no `www.` in front. */
export const domainName = z
  .string()
  .max(249)
  .refine(
    (text) => text.includes('.') && text.split('.').every((label) => domainLabel.test(label)) && /[a-z]/.test(text),
    'write a domain of lower case letters, digits and hyphens with at least one dot, other scripts in punycode',
  )
  .refine((text) => !text.startsWith('www.'), 'leave out "www.": it is served along with the domain');

/** First and last UID and GID given to accounts; outside the ranges that distributions use for people and services. */
export const accountIdRange = { first: 20_000, last: 59_999 } as const;

/** What an account may use, in bytes; quotas are counted in KiB, and less than a MiB is a mistake. */
export const quotaBytes = z.int().min(1_048_576).multipleOf(1024);

/** A customer's site as it shall be on the hosts: one UID and GID everywhere, at most one database server. */
export const accountSpec = z.strictObject({
  accountId,
  name: unixName,
  uid: z.int().min(accountIdRange.first).max(accountIdRange.last),
  gid: z.int().min(accountIdRange.first).max(accountIdRange.last),
  /** Whose site it is; null for an account that has none. */
  domain: domainName.nullable().default(null),
  /** A service address that it wants for itself; null where it shares. Declared and judged: web servers go by names. */
  dedicatedAddress: ipAddress.nullable().default(null),
  database: z
    .strictObject({
      server: databaseServerId,
      name: z.string().min(1).max(64),
      user: z.string().min(1).max(32),
      password: secretRef,
    })
    .nullable(),
  /** What all files of its group in user storage may take together; null is without limit. */
  quotaBytes: quotaBytes.nullable().default(null),
});
export type AccountSpec = z.infer<typeof accountSpec>;

/** How a database server is reached: over the host that stands for it, as this user, with this password. */
export const databaseServerSpec = z.strictObject({
  databaseServerId,
  hostId: z.uuid(),
  name: z.string(),
  address: z.string(),
  port: z.int().min(1).max(65_535),
  login: z.string(),
  password: secretRef,
  /** The host that forwards our connections; null for a server from before there had to be one, to which nobody connects. */
  reachedThrough: z.uuid().nullable(),
});
export type DatabaseServerSpec = z.infer<typeof databaseServerSpec>;

/**
 * A cluster as one immutable value: core, accounts, the database servers that the core names, and which of its hosts are only
 * looked at.
 */
export const clusterSpec = z.strictObject({
  core: clusterCore,
  accounts: z.array(accountSpec),
  databaseServers: z.array(databaseServerSpec),
  /** Members whose management is OBSERVED: no step ever changes them. */
  observedHosts: z.array(z.uuid()).default([]),
  /** Those of them that nobody logs in to (access NONE): what they would say of themselves is never known. */
  appliances: z.array(z.uuid()).default([]),
});
export type ClusterSpec = z.infer<typeof clusterSpec>;
