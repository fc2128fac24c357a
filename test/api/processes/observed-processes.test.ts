import { randomUUID } from 'node:crypto';
import parsePrometheus from 'parse-prometheus-text-format';
import { z } from 'zod';
import { FleetWorld } from '../fake-fleet/fleet-world.js';
import { until } from '../../until.js';
import { HostwrightProcess } from './hostwright-process.js';
import { TraceCollector } from './trace-collector.js';

jest.setTimeout(180_000);

const readyLine = z.object({ url: z.string().default(''), operators: z.string() });
const metric = z.object({
  name: z.string(),
  type: z.string(),
  metrics: z.array(
    z.object({
      value: z.string().optional(),
      labels: z.record(z.string(), z.string()).optional(),
    }),
  ),
});
const logLine = z.object({
  msg: z.string(),
  operationId: z.uuid(),
  taskId: z.uuid(),
  hostId: z.uuid(),
  traceId: z.string(),
  roundTrips: z.int(),
});
const outside = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

let collector: TraceCollector;
let world: FleetWorld;
const processes: HostwrightProcess[] = [];
let url: string;
let ofApi: string;
let ofWorker: string;
let worker: HostwrightProcess;

beforeAll(async () => {
  collector = await TraceCollector.open();
  world = await FleetWorld.open(2, async (given) => {
    const variables = {
      ...given,
      HOSTWRIGHT_LOG: 'info',
      HOSTWRIGHT_METRICS: '127.0.0.1:0',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: '100',
    };
    const [api, working] = await Promise.all([
      HostwrightProcess.start(['api'], variables),
      HostwrightProcess.start(['worker'], variables),
    ]);
    processes.push(api, working);
    worker = working;
    ({ url, operators: ofApi } = readyLine.parse(JSON.parse(api.ready)));
    ({ operators: ofWorker } = readyLine.parse(JSON.parse(working.ready)));
    return {
      url,
      stop: async () => {
        await Promise.all(processes.map((each) => each.end('SIGTERM')));
      },
    };
  });
  await world.declareCluster();
});
afterAll(async () => {
  await world.close();
  await collector.close();
});

interface Page {
  readonly text: string;
  readonly metrics: ReadonlyMap<string, z.infer<typeof metric>>;
}

async function scrape(origin: string): Promise<Page> {
  const response = await fetch(`${origin}/metrics`);
  expect(response.status).toBe(200);
  const text = await response.text();
  const parsed = z.array(metric).parse(parsePrometheus(text));
  return { text, metrics: new Map(parsed.map((each) => [each.name, each])) };
}

it('sends one mutation as one tree of spans, over the queue and over processes, below the caller’s own span', async () => {
  const hostIds = await world.hostIds();
  const query = 'mutation($input: ObserveHostsInput!) { observeHosts(input: $input) { operation { id } } }';
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${world.client.token}`,
      traceparent: `00-${outside.traceId}-${outside.spanId}-01`,
    },
    body: JSON.stringify({ query, variables: { input: { hostIds, idempotencyKey: randomUUID() } } }),
  });
  const shape = z.object({ data: z.object({ observeHosts: z.object({ operation: z.object({ id: z.string() }) }) }) });
  const { data } = shape.parse(await response.json());
  await world.follow(data.observeHosts.operation.id);
  const request = 'POST /graphql > mutation observeHosts > operation OBSERVE_HOSTS';
  const visit = `${request} > task OBSERVE`;
  await until('the whole tree has arrived', () => {
    const paths = collector.paths(outside.traceId);
    return paths.filter((path) => path === visit).length === 2 && paths.includes('POST /graphql');
  });
  const paths = collector.paths(outside.traceId);
  expect(paths).toContain(request);
  expect(paths.filter((path) => path === `${visit} > ssh round trip`)).toHaveLength(2);
  const ofTrace = collector.spans.filter(({ traceId }) => traceId === outside.traceId);
  expect(ofTrace.find(({ name }) => name === 'POST /graphql')?.parentSpanId).toBe(outside.spanId);
  const services = (name: string): readonly string[] => [
    ...new Set(ofTrace.filter((each) => each.name === name).map(({ service }) => service)),
  ];
  expect(services('operation OBSERVE_HOSTS')).toEqual(['hostwright-api']);
  expect(services('ssh round trip')).toEqual(['hostwright-worker']);
});

it('logs each visit with operation, task, host and trace', () => {
  const lines = worker
    .said()
    .split('\n')
    .filter((line) => line.includes(outside.traceId))
    .map((line) => logLine.parse(JSON.parse(line)));
  expect(lines).toMatchObject([
    { msg: 'a visit ended', traceId: outside.traceId, roundTrips: 1 },
    { msg: 'a visit ended', traceId: outside.traceId, roundTrips: 1 },
  ]);
  expect(new Set(lines.map(({ hostId }) => hostId)).size).toBe(2);
});

it('counts what each process does, and what all of them have to do', async () => {
  const api = await scrape(ofApi);
  const working = await scrape(ofWorker);
  // The parser tells histograms, and forgets their labels.
  const counted = (page: Page, sample: string): unknown =>
    new RegExp(`^${sample.replaceAll(/[{}]/g, '\\$&')} (.*)$`, 'm').exec(page.text)?.[1];
  const requests = 'hostwright_graphql_request_duration_seconds_count';
  // The SSH key, two hosts, the cluster and the look.
  expect(counted(api, `${requests}{operation="mutation",outcome="answered"}`)).toBe('5');
  expect(api.metrics.get('hostwright_graphql_request_duration_seconds')?.type).toBe('HISTOGRAM');
  const visits = 'hostwright_visit_duration_seconds_count';
  expect(counted(working, `${visits}{kind="observe",outcome="recorded"}`)).toBe('4');
  expect(counted(working, 'hostwright_visit_round_trips_sum{kind="observe"}')).toBe('4');
  // One for each host that stays open, and one for each look that is asked for beside it.
  expect(working.metrics.get('hostwright_ssh_connects_total')?.metrics).toEqual([{ value: '4' }]);
  for (const page of [api, working]) {
    expect(page.metrics.get('hostwright_operations_ended_total')?.metrics).toEqual([
      { value: '1', labels: { kind: 'observe_hosts', outcome: 'succeeded' } },
      { value: '2', labels: { kind: 'register_host', outcome: 'succeeded' } },
    ]);
    expect(page.metrics.get('hostwright_database_up')?.metrics).toEqual([{ value: '1' }]);
    expect(page.metrics.get('hostwright_tasks_due')?.metrics).toEqual([{ value: '0' }]);
    expect(page.metrics.get('hostwright_hosts')?.metrics).toEqual([{ value: '2', labels: { state: 'ready' } }]);
    expect(page.metrics.has('process_cpu_seconds_total')).toBe(true);
  }
});

it('tells metrics on its own listener only, and nothing of a tenant there', async () => {
  const elsewhere = await fetch(new URL('/metrics', url));
  expect(elsewhere.status).toBe(404);
  const text = await (await fetch(`${ofWorker}/metrics`)).text();
  for (const word of ['shop', 'manager', 'node-1', ...(await world.hostIds())]) expect(text).not.toContain(word);
});
