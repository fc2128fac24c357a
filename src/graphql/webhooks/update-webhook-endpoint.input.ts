import { Field, ID, InputType, Int } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('UpdateWebhookEndpointInput', { description: 'What is left out stays as it is.' })
export class UpdateWebhookEndpointInput extends RepeatableInput {
  @Field(() => ID)
  webhookEndpointId!: string;

  @Field(() => Int, { nullable: true })
  expectedVersion?: number;

  @Field(() => String, { nullable: true })
  url?: string;

  @Field(() => [String], { nullable: true, description: 'Empty: all.' })
  kinds?: string[];

  @Field(() => Int, { nullable: true, description: 'Minutes between heartbeats, up to 10080; 0 ends them.' })
  heartbeatMinutes?: number;

  @Field(() => Boolean, { nullable: true, description: 'True enables it again: what waited is sent.' })
  enabled?: boolean;
}
