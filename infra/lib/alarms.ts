import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { fieldOfLog, messagesInLog } from './log-metric.js';
import { functionsOf, type Parts } from './parts.js';

interface Watch {
  readonly metric: IMetric;
  /** It rings above this. */
  readonly above: number;
  /** For so many periods of the metric. */
  readonly periods: number;
  /** What it means and what to do. */
  readonly says: string;
}

const minute = { period: Duration.minutes(1) };

/** Rings for what nobody would see otherwise. Every alarm says what it means and what to do. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly operationsStuck: IMetric;
  readonly webhooksNotTaken: IMetric;
  readonly #topic: Topic;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const { foundation, workers } = parts;
    const { key } = foundation.keys;
    this.#topic = new Topic(this, 'Topic', { displayName: 'Hostwright', masterKey: key, enforceSSL: true });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    const { alarmMail } = foundation.settings;
    if (alarmMail !== undefined) this.#topic.addSubscription(new EmailSubscription(alarmMail));
    this.operationsStuck = fieldOfLog(this, workers.sweep.log, 'OperationsStuck', 'operationsStuck');
    this.webhooksNotTaken = messagesInLog(
      this,
      workers.deliverWebhook.log,
      'WebhooksNotTaken',
      'an endpoint did not take a webhook',
    );
    this.#watchQueues(parts);
    this.#watchWork(parts);
    this.#watchFunctions(parts);
  }

  #watchQueues({ foundation }: Parts): void {
    for (const [name, { queue, deadLetters }] of Object.entries({
      Tasks: foundation.queues.tasks,
      Deliveries: foundation.queues.deliveries,
    })) {
      this.#ring(`${name}Wait`, {
        metric: queue.metricApproximateAgeOfOldestMessage({ ...minute, statistic: 'Maximum' }),
        above: 300,
        periods: 5,
        says: 'Messages wait for over five minutes. Look for throttled or failing functions; more work at once needs higher limits.',
      });
      this.#ring(`${name}DeadLetters`, {
        metric: deadLetters.metricApproximateNumberOfMessagesVisible({ ...minute, statistic: 'Maximum' }),
        above: 0,
        periods: 1,
        says: 'Messages failed again and again by a fault of ours. Read the log of the function, mend it, and send them again: that is always harmless.',
      });
    }
  }

  #watchWork({ workers, foundation }: Parts): void {
    this.#ring('StuckOperations', {
      metric: this.operationsStuck,
      above: 0,
      periods: 3,
      says: 'Operations are past their deadline and not at their end. The log of the sweep names them; read their events.',
    });
    this.#ring('WebhookFailures', {
      metric: this.webhooksNotTaken,
      above: 20,
      periods: 3,
      says: 'Endpoints do not take webhooks. webhookEndpoint.deliveries says which and why; they are tried again for days.',
    });
    this.#ring('DatabaseAtItsLimit', {
      metric: foundation.database.cluster.metricACUUtilization({ ...minute, statistic: 'Average' }),
      above: 90,
      periods: 15,
      says: 'The database uses the most capacity it may. Give a higher maxCapacity.',
    });
    for (const [name, { lambda }] of Object.entries({ Sweep: workers.sweep, SweepWebhooks: workers.sweepWebhooks })) {
      this.#add(
        new Alarm(this, `${name}Silent`, {
          metric: lambda.metricInvocations({ period: Duration.minutes(5), statistic: 'Sum' }),
          threshold: 1,
          evaluationPeriods: 1,
          comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
          treatMissingData: TreatMissingData.BREACHING,
          alarmDescription: 'No sweep for five minutes: what a message was lost of does not go on. Look at its rule.',
        }),
      );
    }
  }

  #watchFunctions(parts: Parts): void {
    for (const [name, { lambda }] of Object.entries(functionsOf(parts))) {
      this.#ring(`${name}Errors`, {
        metric: lambda.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' }),
        above: 0,
        periods: 3,
        says: 'The function fails or is ended at its time limit. Read its log.',
      });
      this.#ring(`${name}Throttles`, {
        metric: lambda.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' }),
        above: 0,
        periods: 3,
        says: 'More was asked of the function at once than its limit, or the quota of the account, allows.',
      });
    }
    this.#ring('ServerErrors', {
      metric: parts.api.http.metricServerError({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
      periods: 3,
      says: 'Requests end with 5xx. Read the access log and the log of the requests.',
    });
  }

  #ring(id: string, { metric, above, periods, says }: Watch): void {
    this.#add(
      new Alarm(this, id, {
        metric,
        threshold: above,
        evaluationPeriods: periods,
        comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
        treatMissingData: TreatMissingData.NOT_BREACHING,
        alarmDescription: says,
      }),
    );
  }

  #add(alarm: Alarm): void {
    alarm.addAlarmAction(new SnsAction(this.#topic));
    alarm.addOkAction(new SnsAction(this.#topic));
    this.all.push(alarm);
  }
}
