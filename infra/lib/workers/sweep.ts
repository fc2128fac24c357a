import type { Construct } from 'constructs';
import { everyMinute } from '../every-minute.js';
import type { Foundation } from '../foundation.js';
import { HostwrightFunction } from '../hostwright-function.js';

/** Finds every minute, from the database alone, what should go on and does not. */
export function sweep(scope: Construct, foundation: Foundation): HostwrightFunction {
  const { queue } = foundation.queues.tasks;
  const worker = new HostwrightFunction(scope, 'Sweep', foundation, {
    name: 'sweep',
    description: 'Heals what lost messages and dead workers left behind',
    reaches: 'HTTPS',
    // A waiting operation is planned when it starts, which may make passwords.
    usesStoredSecrets: true,
  });
  everyMinute(worker, worker.lambda);
  worker.lambda.addEnvironment('HOSTWRIGHT_TASK_QUEUE', queue.queueUrl);
  queue.grantSendMessages(worker.lambda);
  return worker;
}
