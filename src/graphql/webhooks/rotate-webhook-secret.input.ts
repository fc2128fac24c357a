import { Field, ID, InputType, Int } from 'type-graphql';
import { KeyedInput } from '../shared/mutation.input.js';

@InputType('RotateWebhookSecretInput')
export class RotateWebhookSecretInput extends KeyedInput {
  @Field(() => ID)
  webhookEndpointId!: string;

  @Field(() => Int, { nullable: true, description: 'How long the former secret signs too, 0 to 168; without it, 24.' })
  overlapHours?: number;
}
