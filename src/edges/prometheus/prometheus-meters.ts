import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { HostFaultClass } from '../../ports/host-fault.js';
import type { Meters, RequestEnd, RequestKind, VisitEnd } from '../../ports/meters.js';
import type { Workload } from '../../ports/workload.js';

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** A look takes tenths of a second, the installation of packages minutes. */
const visitSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const roundTrips = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64];
/** The longest that a receiver may take is 20 s. */
const trySeconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

const causes = ['transient', 'busy', 'trust', 'auth', 'invalid'] as const;
const operations = ['query', 'mutation', 'subscription', 'invalid'] as const;

/** What one process counts, and what it reads of the database, as Prometheus asks for it. Words are in lower case there. */
export class PrometheusMeters implements Meters {
  /** The type of the page, for its reader. */
  readonly contentType: string;
  readonly #registry = new Registry();
  readonly #ofProcess: ReturnType<typeof ofProcess>;
  readonly #ofDatabase: ReturnType<typeof ofDatabase>;

  constructor(version: string) {
    collectDefaultMetrics({ register: this.#registry });
    this.contentType = this.#registry.contentType;
    this.#ofProcess = ofProcess(this.#registry);
    this.#ofDatabase = ofDatabase(this.#registry);
    // What was never seen before is no increase to Prometheus: what alarms watch begins at none.
    for (const cause of causes) this.#ofProcess.connectFailures.inc({ cause }, 0);
    for (const operation of operations) this.#ofProcess.requests.zero({ operation, outcome: 'failed' });
    const help = 'Always 1; tells the version of Hostwright that runs.';
    const info = { name: 'hostwright_build_info', help, labelNames: ['version'], registers: [this.#registry] };
    new Gauge(info).set({ version }, 1);
  }

  requestEnded(kind: RequestKind, end: RequestEnd, seconds: number): void {
    this.#ofProcess.requests.observe({ operation: kind.toLowerCase(), outcome: end.toLowerCase() }, seconds);
  }

  visitEnded({ kind, outcome, seconds, roundTrips: trips }: VisitEnd): void {
    this.#ofProcess.visits.observe({ kind: kind.toLowerCase(), outcome: outcome.toLowerCase() }, seconds);
    this.#ofProcess.roundTrips.observe({ kind: kind.toLowerCase() }, trips);
  }

  connectTried(fault: HostFaultClass | null): void {
    this.#ofProcess.connects.inc();
    if (fault !== null) this.#ofProcess.connectFailures.inc({ cause: fault.toLowerCase() });
  }

  leaseLost(): void {
    this.#ofProcess.leasesLost.inc();
  }

  webhookTried(outcome: 'DELIVERED' | 'FAILED' | 'GONE', seconds: number): void {
    this.#ofProcess.webhookTries.observe({ outcome: outcome.toLowerCase() }, seconds);
  }

  /**
   * The page that Prometheus reads.
   * @param workload undefined where the database does not tell
   */
  page(workload: Workload | undefined): Promise<string> {
    this.#ofDatabase.show(workload);
    return this.#registry.metrics();
  }

  /** Every metric of Hostwright's own, for the table in the documentation. */
  async described(): Promise<readonly { readonly name: string; readonly type: string; readonly help: string }[]> {
    const all = await this.#registry.getMetricsAsJSON();
    return all
      .filter(({ name }) => name.startsWith('hostwright_'))
      .map(({ name, type, help }) => ({ name, type: String(type), help }));
  }
}

function ofProcess(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Histogram({
      name: 'hostwright_graphql_request_duration_seconds',
      help: 'Requests to the GraphQL API, by operation (query, mutation, subscription, invalid) and outcome (answered, refused, failed); a subscription counts until its stream ends.',
      labelNames: ['operation', 'outcome'],
      buckets: requestSeconds,
      registers,
    }),
    visits: new Histogram({
      name: 'hostwright_visit_duration_seconds',
      help: 'Tries to carry out a task on its host, by kind of the task and outcome: recorded, handed_back, or the class of the fault.',
      labelNames: ['kind', 'outcome'],
      buckets: visitSeconds,
      registers,
    }),
    roundTrips: new Histogram({
      name: 'hostwright_visit_round_trips',
      help: 'Round trips to the host that a try took, by kind of the task.',
      labelNames: ['kind'],
      buckets: roundTrips,
      registers,
    }),
    connects: new Counter({
      name: 'hostwright_ssh_connects_total',
      help: 'Connections to hosts that were tried, the failed ones among them.',
      registers,
    }),
    connectFailures: new Counter({
      name: 'hostwright_ssh_connect_failures_total',
      help: 'Connections to hosts that failed, by cause: transient (refused, silent, reset), trust (another host key), auth, busy, invalid.',
      labelNames: ['cause'],
      registers,
    }),
    leasesLost: new Counter({
      name: 'hostwright_leases_lost_total',
      help: 'Leases that ran out under a worker that died or slept, found by a sweep of this process, which had the task taken over.',
      registers,
    }),
    webhookTries: new Histogram({
      name: 'hostwright_webhook_try_duration_seconds',
      help: 'Tries to deliver a webhook, by outcome: delivered, failed (tried again on the schedule), gone (the endpoint is disabled).',
      labelNames: ['outcome'],
      buckets: trySeconds,
      registers,
    }),
  };
}

function ofDatabase(registry: Registry) {
  const registers = [registry];
  const up = new Gauge({
    name: 'hostwright_database_up',
    help: '1 where the database answered this very request for metrics, otherwise 0; what is read from it is missing then.',
    registers,
  });
  const ended = new Counter({
    name: 'hostwright_operations_ended_total',
    help: 'Operations that ended, by kind and outcome (succeeded, failed, cancelled), read from the database: the same in every process.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const unfinished = new Gauge({
    name: 'hostwright_operations_unfinished',
    help: 'Operations that have not ended, by kind and state, read from the database.',
    labelNames: ['kind', 'state'],
    registers,
  });
  const single = (name: string, help: string): Gauge<never> =>
    new Gauge({ name, help: `${help}, read from the database.`, labelNames: [], registers });
  const stuck = single('hostwright_operations_stuck', 'Operations that do not come to their end by themselves');
  const tasks = single('hostwright_tasks_due', 'Tasks that could be carried out now');
  const taskAge = single('hostwright_tasks_oldest_due_seconds', 'For how long the first task that is due has been due');
  const deliveries = single(
    'hostwright_webhook_deliveries_due',
    'Messages to webhook endpoints that could be sent now',
  );
  const deliveryAge = single(
    'hostwright_webhook_deliveries_oldest_due_seconds',
    'For how long the first message that is due has been due',
  );
  const hosts = new Gauge({
    name: 'hostwright_hosts',
    help: 'Hosts by state, read from the database.',
    labelNames: ['state'],
    registers,
  });
  return {
    show: (workload: Workload | undefined): void => {
      up.set(workload === undefined ? 0 : 1);
      // What the last answer told is not told again where this one lacks it.
      for (const metric of [ended, unfinished, hosts]) metric.reset();
      for (const metric of [stuck, tasks, taskAge, deliveries, deliveryAge]) metric.remove();
      if (workload === undefined) return;
      for (const { kind, outcome, count } of workload.ended)
        ended.inc({ kind: kind.toLowerCase(), outcome: outcome.toLowerCase() }, count);
      for (const { kind, state, count } of workload.unfinished)
        unfinished.set({ kind: kind.toLowerCase(), state: state.toLowerCase() }, count);
      for (const { state, count } of workload.hosts) hosts.set({ state: state.toLowerCase() }, count);
      stuck.set(workload.stuck);
      tasks.set(workload.dueTasks);
      taskAge.set(workload.oldestDueTaskSeconds);
      deliveries.set(workload.dueDeliveries);
      deliveryAge.set(workload.oldestDueDeliverySeconds);
    },
  };
}
