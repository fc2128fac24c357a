import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard as Board,
  GraphWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Alarms } from './alarms.js';
import { functionsOf, type Parts } from './parts.js';

const half = 12;
const minute = { period: Duration.minutes(1) };

/** One page: what rings, the queues, work, functions, API and database. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, parts: Parts, alarms: Alarms) {
    super(scope, id);
    const { foundation, api } = parts;
    const { tasks, deliveries } = foundation.queues;
    const { cluster } = foundation.database;
    const functions = Object.entries(functionsOf(parts));
    new Board(this, 'Board', {
      defaultInterval: Duration.hours(12),
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', width: 24, alarms: alarms.all })],
        [
          graph('Oldest message in seconds', [
            tasks.queue.metricApproximateAgeOfOldestMessage({ ...minute, label: 'tasks' }),
            deliveries.queue.metricApproximateAgeOfOldestMessage({ ...minute, label: 'deliveries' }),
          ]),
          graph('Messages set aside', [
            tasks.deadLetters.metricApproximateNumberOfMessagesVisible({ ...minute, label: 'tasks' }),
            deliveries.deadLetters.metricApproximateNumberOfMessagesVisible({ ...minute, label: 'deliveries' }),
          ]),
        ],
        [graph('Operations stuck', [alarms.operationsStuck]), graph('Webhooks not taken', [alarms.webhooksNotTaken])],
        [
          graph(
            'Functions at once',
            functions.map(([label, { lambda }]) =>
              lambda.metric('ConcurrentExecutions', { ...minute, statistic: 'Maximum', label }),
            ),
          ),
          graph(
            'Failed and throttled',
            functions.flatMap(([label, { lambda }]) => [
              lambda.metricErrors({ ...minute, label: `${label} failed` }),
              lambda.metricThrottles({ ...minute, label: `${label} throttled` }),
            ]),
          ),
        ],
        [
          graph('Requests', [
            api.http.metricCount(minute),
            api.http.metricClientError(minute),
            api.http.metricServerError(minute),
          ]),
          graph(
            'Milliseconds a request',
            ['p50', 'p99'].map((statistic) => api.http.metricLatency({ ...minute, statistic })),
          ),
        ],
        [
          graph('Database: capacity in units', [cluster.metricServerlessDatabaseCapacity(minute)]),
          graph('Database: connections', [cluster.metricDatabaseConnections({ ...minute, statistic: 'Maximum' })]),
        ],
      ],
    });
  }
}

function graph(title: string, left: IMetric[]): IWidget {
  return new GraphWidget({ title, width: half, left });
}
