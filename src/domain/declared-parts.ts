import { z } from 'zod';
import { addressPurposes, natModes, networkKinds, resourceName, schedulers } from './spec.js';
import { addressText, cidrText } from './written-address.js';

/*
 * What people write alike of a cluster wherever they declare it. The input of a mutation and a manifest differ in how they name
 * hosts, so that what names one is put together there.
 */

export const mostMembers = 1000;
export const mostServices = 256;

export const declaredNetworks = z
  .array(z.strictObject({ name: resourceName, kind: z.enum(networkKinds), cidr: cidrText }))
  .max(16)
  .default([]);

/** The device in front of a cluster behind NAT. */
export const declaredNat = z.strictObject({
  mode: z.enum(natModes),
  publicAddresses: z.array(addressText).min(1).max(256),
  forwardTarget: addressText.nullable().default(null),
  forwardMysql: z.boolean().default(false),
});

/** The addresses of one member. */
export const declaredAddresses = z
  .array(z.strictObject({ network: resourceName, address: addressText, purpose: z.enum(addressPurposes) }))
  .max(256)
  .default([]);

/** A balanced service but for its weights. */
export const declaredService = {
  address: addressText,
  port: z.int().min(1).max(65_535),
  scheduler: z.enum(schedulers).default('WLC'),
  persistenceSeconds: z.int().min(0).max(86_400).default(300),
};

/** How much of a balanced service a host takes; 0 is nothing. */
export const declaredWeight = z.int().min(0).max(100);
