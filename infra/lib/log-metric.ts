import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

const metricNamespace = 'Hostwright';

/** A figure out of a function's log: each line that has the field counts with its value. */
export function fieldOfLog(scope: Construct, log: ILogGroup, metricName: string, field: string): Metric {
  return new MetricFilter(scope, metricName, {
    logGroup: log,
    filterPattern: FilterPattern.numberValue(`$.${field}`, '>=', 0),
    metricNamespace,
    metricName,
    metricValue: `$.${field}`,
  }).metric({ statistic: 'Maximum', period: Duration.minutes(1) });
}

/** How often a function wrote a message to its log. */
export function messagesInLog(scope: Construct, log: ILogGroup, metricName: string, message: string): Metric {
  return new MetricFilter(scope, metricName, {
    logGroup: log,
    filterPattern: FilterPattern.stringValue('$.msg', '=', message),
    metricNamespace,
    metricName,
    metricValue: '1',
    defaultValue: 0,
  }).metric({ statistic: 'Sum', period: Duration.minutes(5) });
}
