import type { Construct } from 'constructs';
import { everyMinute } from '../every-minute.js';
import type { Foundation } from '../foundation.js';
import { HostwrightFunction } from '../hostwright-function.js';

/** Makes messages of what happened, and finds the deliveries that are due. */
export function sweepWebhooks(scope: Construct, foundation: Foundation): HostwrightFunction {
  const { queue } = foundation.queues.deliveries;
  const worker = new HostwrightFunction(scope, 'SweepWebhooks', foundation, {
    name: 'sweep-webhooks',
    description: 'Finds what endpoints have to be told',
    reaches: 'HTTPS',
    usesStoredSecrets: false,
  });
  everyMinute(worker, worker.lambda);
  worker.lambda.addEnvironment('HOSTWRIGHT_DELIVERY_QUEUE', queue.queueUrl);
  queue.grantSendMessages(worker.lambda);
  return worker;
}
