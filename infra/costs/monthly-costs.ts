import { always, each, hoursPerMonth, memoryOf, monthOf, secondsPerMonth, type Size } from './assumptions.js';
import { prices, type PriceName } from './prices.js';

const million = 1_000_000;
/** Megabytes and kilobytes in a gigabyte, as AWS counts them. */
const mb = 1024;
const kb = mb * 1024;

/** One line of a bill. */
export interface Line {
  readonly what: string;
  readonly price: PriceName;
  /** In units of the price. */
  readonly quantity: number;
  /** In dollars, rounded to cents, so that what is shown adds up. */
  readonly dollars: number;
}

/** What an installation costs in a month, line by line. */
export function monthlyCosts(size: Size): Line[] {
  const { visits, requests, deliveries } = monthOf(size);
  const calls = visits + requests + deliveries + always.sweepsPerMonth;
  const messages = visits + deliveries;
  const accesses =
    visits * each.visitDatabaseAccesses +
    requests * each.requestDatabaseAccesses +
    always.sweepsPerMonth * each.sweepDatabaseAccesses;
  return [
    line('Database: capacity', 'capacity', hoursPerMonth * size.databases * size.capacity),
    line('Database: storage', 'databaseStorage', size.databaseGb),
    line('Database: access to storage', 'databaseAccess', accesses / million),
    line('NAT gateways', 'natGateway', hoursPerMonth * size.natGateways),
    line('NAT gateways: addresses', 'address', hoursPerMonth * size.natGateways),
    line('NAT gateways: traffic', 'natTraffic', (visits * each.visitTrafficMb) / mb),
    line('Traffic out', 'trafficOut', (visits * each.visitTrafficOutMb + requests * each.requestTrafficOutMb) / mb),
    line('Workers: visits to hosts', 'computing', visits * each.visitSeconds * memoryOf('run-task')),
    line('Workers: webhooks', 'computing', deliveries * each.deliverySeconds * memoryOf('deliver-webhook')),
    line('Workers: sweeps', 'computing', always.sweepsPerMonth * each.sweepSeconds * memoryOf('sweep')),
    line('API: requests', 'computing', requests * each.requestSeconds * memoryOf('api')),
    line('API: open subscriptions', 'computing', size.openSubscriptions * secondsPerMonth * memoryOf('stream')),
    line('API: HTTP API', 'httpApi', requests / million),
    line('Calls of functions', 'calls', calls / million),
    line('Queues', 'queueRequests', (messages * each.requestsPerMessage + always.pollsPerMonth) / million),
    line('Logs', 'logs', (calls * each.logKb) / kb),
    line('Alarms', 'alarm', always.alarms),
    line('Metrics', 'metric', always.metrics),
    line('Dashboard', 'dashboard', always.dashboards),
    line('Key', 'key', always.keys),
    line('Secrets', 'secret', always.secrets),
  ];
}

export function totalOf(lines: readonly Line[]): number {
  return Math.round(lines.reduce((sum, { dollars }) => sum + dollars, 0) * 100) / 100;
}

function line(what: string, price: PriceName, quantity: number): Line {
  return { what, price, quantity, dollars: Math.round(quantity * prices[price].dollars * 100) / 100 };
}
