import { Field, ID, InputType } from 'type-graphql';
import { RepeatableInput } from '../shared/mutation.input.js';

@InputType('DeleteWebhookEndpointInput')
export class DeleteWebhookEndpointInput extends RepeatableInput {
  @Field(() => ID)
  webhookEndpointId!: string;
}
