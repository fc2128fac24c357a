import { Field, ID, InputType } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('ProbeWebhookEndpointInput')
export class ProbeWebhookEndpointInput extends KeyedInput {
  @Field(() => ID)
  webhookEndpointId!: string;
}
