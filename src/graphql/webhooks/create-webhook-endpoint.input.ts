import { Field, InputType, Int } from 'type-graphql';
import { CreatingInput } from '../shared/mutation.input.js';

@InputType('CreateWebhookEndpointInput')
export class CreateWebhookEndpointInput extends CreatingInput {
  @Field(() => String, { description: 'An https:// URL without credentials, on port 443 or 8443.' })
  url!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Kinds of events to be told of; without it, all, those of later versions included.',
  })
  kinds?: string[];

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes between heartbeats, 1 to 10080; without it there are none.',
  })
  heartbeatMinutes?: number;
}
