import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Construct } from 'constructs';
import type { Foundation } from '../foundation.js';
import { HostwrightFunction } from '../hostwright-function.js';
import { batchSize, limits } from '../limits.js';

/** Carries out tasks on hosts, and tells the queue which are ready then. */
export function runTask(scope: Construct, foundation: Foundation): HostwrightFunction {
  const { queue } = foundation.queues.tasks;
  const worker = new HostwrightFunction(scope, 'RunTask', foundation, {
    name: 'run-task',
    description: 'Works on hosts over SSH',
    reaches: 'HOSTS',
    usesStoredSecrets: true,
    boundedByQueue: true,
  });
  worker.lambda.addEventSource(
    new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true, maxConcurrency: limits['run-task'].atOnce }),
  );
  worker.lambda.addEnvironment('HOSTWRIGHT_TASK_QUEUE', queue.queueUrl);
  queue.grantSendMessages(worker.lambda);
  return worker;
}
