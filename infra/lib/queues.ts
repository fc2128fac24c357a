import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { limits, triesOfMessage, visibilityFactor, type FunctionName } from './limits.js';

/** A queue and where messages end that failed again and again. Both carry ids only, and the sweep writes anew what is lost. */
export interface QueueWithDeadLetters {
  readonly queue: Queue;
  readonly deadLetters: Queue;
}

/** Standard queues: order and single delivery are not needed, since the database knows what was done. */
export class Queues extends Construct {
  readonly tasks: QueueWithDeadLetters;
  readonly deliveries: QueueWithDeadLetters;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.tasks = this.#pair('Tasks', 'run-task');
    this.deliveries = this.#pair('Deliveries', 'deliver-webhook');
  }

  #pair(name: string, reader: FunctionName): QueueWithDeadLetters {
    const common = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    const deadLetters = new Queue(this, `${name}DeadLetters`, { ...common, retentionPeriod: Duration.days(14) });
    const queue = new Queue(this, name, {
      ...common,
      retentionPeriod: Duration.days(1),
      visibilityTimeout: Duration.seconds(limits[reader].seconds * visibilityFactor),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: triesOfMessage },
    });
    return { queue, deadLetters };
  }
}
