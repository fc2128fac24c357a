import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import parsePrometheus from 'parse-prometheus-text-format';
import { z } from 'zod';
import { PrometheusMeters } from '../../../../src/edges/prometheus/prometheus-meters.js';
import type { Workload } from '../../../../src/ports/workload.js';

const parsed = z.array(
  z.object({
    name: z.string(),
    metrics: z.array(z.object({ value: z.string().optional(), labels: z.record(z.string(), z.string()).optional() })),
  }),
);
const operating = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'operating.md'), 'utf8');

const busy: Workload = {
  ended: [{ kind: 'CREATE_ACCOUNT', outcome: 'FAILED', count: 3 }],
  unfinished: [{ kind: 'CREATE_ACCOUNT', state: 'RUNNING', count: 1 }],
  hosts: [{ state: 'UNREACHABLE', count: 2 }],
  ...{ stuck: 4, dueTasks: 5, oldestDueTaskSeconds: 6.5, dueDeliveries: 7, oldestDueDeliverySeconds: 8 },
};

async function page(meters: PrometheusMeters, workload: Workload | undefined): Promise<Map<string, unknown>> {
  const metrics = parsed.parse(parsePrometheus(await meters.page(workload)));
  return new Map(metrics.map(({ name, metrics: samples }) => [name, samples]));
}

it('tells what all processes have before them, and nothing old of it where the database does not answer', async () => {
  const meters = new PrometheusMeters('1.2.3');
  const told = await page(meters, busy);
  expect(Object.fromEntries(told)).toMatchObject({
    hostwright_database_up: [{ value: '1' }],
    hostwright_build_info: [{ value: '1', labels: { version: '1.2.3' } }],
    hostwright_operations_ended_total: [{ value: '3', labels: { kind: 'create_account', outcome: 'failed' } }],
    hostwright_operations_unfinished: [{ value: '1', labels: { kind: 'create_account', state: 'running' } }],
    hostwright_operations_stuck: [{ value: '4' }],
    hostwright_tasks_due: [{ value: '5' }],
    hostwright_tasks_oldest_due_seconds: [{ value: '6.5' }],
    hostwright_webhook_deliveries_due: [{ value: '7' }],
    hostwright_webhook_deliveries_oldest_due_seconds: [{ value: '8' }],
    hostwright_hosts: [{ value: '2', labels: { state: 'unreachable' } }],
  });
  // A counter that was read twice is not counted twice.
  expect(await page(meters, busy)).toEqual(expect.objectContaining({ size: told.size }));
  expect((await page(meters, busy)).get('hostwright_operations_ended_total')).toMatchObject([{ value: '3' }]);

  const silent = await page(meters, undefined);
  expect(silent.get('hostwright_database_up')).toMatchObject([{ value: '0' }]);
  for (const name of ['hostwright_operations_ended_total', 'hostwright_tasks_due', 'hostwright_hosts'])
    expect(silent.get(name) ?? []).toEqual([]);
});

it('counts connections that failed among all that were tried, by cause', async () => {
  const meters = new PrometheusMeters('1');
  for (const fault of [null, 'TRUST', 'TRANSIENT', 'TRUST'] as const) meters.connectTried(fault);
  meters.leaseLost();
  meters.webhookTried('GONE', 0.3);
  const told = await page(meters, undefined);
  expect(told.get('hostwright_ssh_connects_total')).toMatchObject([{ value: '4' }]);
  expect(told.get('hostwright_ssh_connect_failures_total')).toEqual([
    { value: '1', labels: { cause: 'transient' } },
    // Told before there is one, so that the first is seen to be one more.
    { value: '0', labels: { cause: 'busy' } },
    { value: '2', labels: { cause: 'trust' } },
    { value: '0', labels: { cause: 'auth' } },
    { value: '0', labels: { cause: 'invalid' } },
  ]);
  expect(told.get('hostwright_leases_lost_total')).toMatchObject([{ value: '1' }]);
  expect(await meters.page(undefined)).toContain('hostwright_webhook_try_duration_seconds_count{outcome="gone"} 1');
});

it('is documented metric by metric', async () => {
  const rows = (await new PrometheusMeters('1').described()).map(
    ({ name, type, help }) => `| \`${name}\` | ${type} | ${help} |`,
  );
  const table = ['| metric | type | counts |', '| --- | --- | --- |', ...rows].join('\n');
  expect(operating).toContain(`<!-- metrics: a test holds this table to the code -->\n\n${table}\n\n<!-- /metrics -->`);
});
