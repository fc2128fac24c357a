import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import type { Answered } from '../../commands/command.js';
import { entityNamed } from '../../reads/entity-registry.js';
import { Operation } from '../operations/operation.type.js';
import { Plan } from '../operations/plan.type.js';
import type { Context } from './context.js';
import { readOne } from './row-object.js';
import { UserError } from './user-error.type.js';

/** What every mutation answers: either what was done, or why nothing was. */
@ObjectType()
export abstract class Payload {
  constructor(protected readonly answered: Answered) {}

  @Field(() => [UserError], { description: 'Empty when it was done.' })
  userErrors(): readonly UserError[] {
    return this.answered.userErrors.map((error) => new UserError(error));
  }
}

/** The answer of a mutation that starts work on hosts. */
@ObjectType()
export abstract class OperationPayload extends Payload {
  @Field(() => Operation, {
    nullable: true,
    description: 'What was started; null where nothing has to be done on a host.',
  })
  operation(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Operation | null> {
    return readOne(context, info, entityNamed('Operation'), this.answered.ids['operation'], Operation);
  }

  @Field(() => Plan, {
    nullable: true,
    description: 'What would be done, or is being done; null where the answer is repeated.',
  })
  plan(): Plan | null {
    return this.answered.planned === null ? null : new Plan(this.answered.planned);
  }
}
