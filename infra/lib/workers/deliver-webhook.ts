import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Foundation } from '../foundation.js';
import { HostwrightFunction } from '../hostwright-function.js';
import { batchSize, limits } from '../limits.js';

/** Tries webhooks. Into networks of the operator's they may go by any port. */
export function deliverWebhook(scope: Construct, foundation: Foundation): HostwrightFunction {
  const { queue } = foundation.queues.deliveries;
  const worker = new HostwrightFunction(scope, 'DeliverWebhook', foundation, {
    name: 'deliver-webhook',
    description: 'Sends webhooks',
    reaches: foundation.settings.webhookNetworks === '' ? 'HTTPS' : 'HOSTS',
    usesStoredSecrets: true,
    boundedByQueue: true,
  });
  worker.lambda.addEventSource(
    new SqsEventSource(queue, {
      batchSize,
      reportBatchItemFailures: true,
      maxConcurrency: limits['deliver-webhook'].atOnce,
    }),
  );
  worker.lambda.addEnvironment('HOSTWRIGHT_DELIVERY_QUEUE', queue.queueUrl);
  queue.grantSendMessages(worker.lambda);
  return worker;
}
