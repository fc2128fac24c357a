import { Arg, ID, Resolver, Root, Subscription } from 'type-graphql';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.js';
import type { OperationEventRow } from '../../reads/operation-events.js';
import type { Context } from '../shared/context.js';
import { rowIdOf } from '../shared/row-id.js';
import { OperationEvent } from './operation-event.type.js';

const args = z.object({
  id: z.string(),
  after: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .nullish(),
});

async function events(given: unknown, context: Context): Promise<AsyncIterable<OperationEventRow>> {
  const parsed = args.safeParse(given);
  if (!parsed.success) throw new AppError('BAD_REQUEST', 'This cursor does not belong to these events.');
  return context.follow(await rowIdOf(context, 'Operation', parsed.data.id), parsed.data.after ?? 0);
}

@Resolver()
export class OperationEventResolver {
  @Subscription(() => OperationEvent, {
    description: 'What happens within an operation, from its beginning or behind a cursor; ends with it.',
    subscribe: async ({ args: given, context }: { args: unknown; context: Context }) => events(given, context),
  })
  operationEvents(
    @Root() row: OperationEventRow,
    @Arg('id', () => ID) _id: string,
    @Arg('after', () => String, { nullable: true }) _after?: string,
  ): OperationEvent {
    return new OperationEvent(row);
  }
}
