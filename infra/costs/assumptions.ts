import { limits } from '../lib/limits.js';

export const hoursPerMonth = 730;
export const secondsPerMonth = hoursPerMonth * 3600;
const daysPerMonth = hoursPerMonth / 24;

/** An installation whose costs are told. */
export interface Size {
  readonly hosts: number;
  readonly natGateways: number;
  /** Instances of the database, and the capacity that each takes on average, in units. */
  readonly databases: number;
  readonly capacity: number;
  readonly databaseGb: number;
  /** Subscriptions that are open at any time. */
  readonly openSubscriptions: number;
}

export const sizes: readonly Size[] = [
  { hosts: 10, natGateways: 1, databases: 1, capacity: 0.5, databaseGb: 1, openSubscriptions: 1 },
  { hosts: 1_000, natGateways: 2, databases: 2, capacity: 1.5, databaseGb: 40, openSubscriptions: 5 },
  { hosts: 10_000, natGateways: 2, databases: 2, capacity: 8, databaseGb: 400, openSubscriptions: 20 },
];

/** What a host gives to do. */
export const perHost = {
  /** A look each hour, operations included. */
  visitsPerDay: 24,
  requestsPerDay: 50,
  deliveriesPerDay: 10,
} as const;

/** What one of a kind takes. A visit waits for its host most of the time, and nine others may share its environment: not counted. */
export const each = {
  visitSeconds: 4,
  requestSeconds: 0.1,
  deliverySeconds: 1,
  sweepSeconds: 1,
  visitDatabaseAccesses: 50,
  requestDatabaseAccesses: 5,
  sweepDatabaseAccesses: 10,
  /** By NAT, in both directions, and what of it leaves AWS; in MB. */
  visitTrafficMb: 0.2,
  visitTrafficOutMb: 0.1,
  requestTrafficOutMb: 0.02,
  /** Log of a visit, a request or a delivery, in kB. */
  logKb: 3,
  /** To send, to receive and to delete; the rest is for messages that are sent twice. */
  requestsPerMessage: 4,
} as const;

/** Whatever its size. */
export const always = {
  sweepsPerMonth: (2 * secondsPerMonth) / 60,
  /** Five pollers of two queues, each of which asks every 20 seconds. */
  pollsPerMonth: (2 * 5 * secondsPerMonth) / 20,
  alarms: 22,
  metrics: 2,
  dashboards: 1,
  keys: 1,
  secrets: 2,
} as const;

/** What a month brings at a size. */
export function monthOf({ hosts }: Size): { visits: number; requests: number; deliveries: number } {
  const perMonth = (perDay: number): number => hosts * perDay * daysPerMonth;
  return {
    visits: perMonth(perHost.visitsPerDay),
    requests: perMonth(perHost.requestsPerDay),
    deliveries: perMonth(perHost.deliveriesPerDay),
  };
}

/** Memory of a function in GB, as it is billed. */
export function memoryOf(name: keyof typeof limits): number {
  return limits[name].memory / 1024;
}
