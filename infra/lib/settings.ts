import { z } from 'zod';

const cidr = z.cidrv4();
const networks = z.string().default('');
const switched = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const context = z.object({
  /** Addresses of the VPC; they must not meet those of hosts reached by VPN. */
  cidr: cidr.default('10.97.0.0/16'),
  /** One is cheaper; with two the loss of a zone leaves the way to hosts open. */
  natGateways: z.coerce.number().int().min(1).max(2).default(2),
  /** The device at the other end of a site-to-site VPN, for hosts without public addresses. */
  vpnAddress: z.ipv4().optional(),
  /** Networks behind that device, separated by commas. */
  vpnNetworks: z
    .string()
    .transform((text) => text.split(',').filter((part) => part !== ''))
    .pipe(z.array(cidr))
    .default([]),
  /** Capacity of the database in Aurora capacity units. */
  minCapacity: z.coerce.number().multipleOf(0.5).min(0.5).max(256).default(0.5),
  maxCapacity: z.coerce.number().multipleOf(0.5).min(1).max(256).default(8),
  /** A second instance in another zone, which takes over within a minute. */
  standby: switched.default(false),
  /** Whom alarms are mailed to. */
  alarmMail: z.email().optional(),
  /** As HOSTWRIGHT_ALLOW_NETWORKS, HOSTWRIGHT_WEBHOOK_NETWORKS and HOSTWRIGHT_LOG of a server. */
  allowNetworks: networks,
  webhookNetworks: networks,
  log: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** How an installation differs from others. */
export type StackSettings = z.output<typeof context>;

const names = Object.keys(context.shape);

/**
 * Parses what was given as context (`-c name=value`).
 * @throws Error that names each setting that is not acceptable
 */
export function settingsFrom(get: (name: string) => unknown): StackSettings {
  const parsed = context.safeParse(Object.fromEntries(names.map((name) => [name, get(name)])));
  if (parsed.success) {
    if (parsed.data.vpnAddress !== undefined && parsed.data.vpnNetworks.length === 0)
      throw new Error('vpnNetworks: name the networks behind vpnAddress, separated by commas, e.g. 10.20.0.0/16.');
    if (parsed.data.maxCapacity < parsed.data.minCapacity) throw new Error('maxCapacity: it is at least minCapacity.');
    return parsed.data;
  }
  const problems = parsed.error.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`);
  throw new Error(`The settings are not acceptable. ${problems.join('; ')}.`);
}
