import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { z } from 'zod';
import type { TaskMessage } from '../ports/queue.js';
import { carryOutTask } from './tasks/carry-out-task.js';
import type { Crew } from './tasks/crew.js';

const body = z.strictObject({ tenantId: z.uuid(), taskId: z.uuid() });

/** Carries out the tasks of a batch of queue messages; what fails is reported alone, so that the rest is not repeated. */
export function runTaskHandler(crew: Crew): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async (event) => {
    const failures = await Promise.all(
      event.Records.map(async ({ messageId, body: text }) => {
        let task: TaskMessage | undefined;
        try {
          task = body.parse(JSON.parse(text));
          await carryOutTask(crew, task);
          return [];
        } catch (error) {
          crew.log.error({ messageId, taskId: task?.taskId, error }, 'a task message failed');
          return [{ itemIdentifier: messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
}
