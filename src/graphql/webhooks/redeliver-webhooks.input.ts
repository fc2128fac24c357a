import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('RedeliverWebhooksInput', { description: 'Either single deliveries, or what happened in a range of time.' })
export class RedeliverWebhooksInput extends KeyedInput {
  @Field(() => ID)
  webhookEndpointId!: string;

  @Field(() => [ID], { nullable: true, description: 'Deliveries of this endpoint, whatever came of them.' })
  deliveryIds?: string[];

  @Field(() => GraphQLDateTime, { nullable: true, description: 'Events that happened from then on.' })
  from?: Date;

  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Events that happened before then; without it, until now.',
  })
  to?: Date;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of a range, only what did not arrive: given up, waiting for its next try, or held back while the endpoint was disabled; true unless given.',
  })
  onlyUndelivered?: boolean;
}
