import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { webhookId } from '../../events/sign-message.js';
import { Node } from '../node/node.type.js';
import { WebhookDeliveryStateEnum } from '../shared/enums.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('WebhookDelivery', {
  implements: Node,
  simpleResolvers: true,
  description: 'One message on its way to one endpoint.',
})
export class WebhookDelivery extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('WebhookDelivery', this.row.text('id'));
  }

  @Field(() => String, { description: 'The header webhook-id, the same at every try and for every endpoint.' })
  get webhookId(): string {
    return webhookId(this.row.text('messageId'));
  }

  @Field(() => String, { description: 'Kind of the event.' })
  get kind(): string {
    return this.row.text('kind');
  }

  @Field(() => Int, { nullable: true, description: 'Number among the announced events of its operation.' })
  get sequence(): number | null {
    return this.row.intOrNull('sequence');
  }

  @Field(() => String, { description: 'The body, as it is sent.' })
  get body(): string {
    return this.row.text('body');
  }

  @Field(() => WebhookDeliveryStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => Int)
  get attemptCount(): number {
    return this.row.int('attemptCount');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get nextAttemptAt(): Date | null {
    return this.row.dateOrNull('nextAttemptAt');
  }

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return this.row.date('createdAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get finishedAt(): Date | null {
    return this.row.dateOrNull('finishedAt');
  }
}
