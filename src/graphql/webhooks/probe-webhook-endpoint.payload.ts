import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { WebhookDelivery } from './webhook-delivery.type.js';

@ObjectType('ProbeWebhookEndpointPayload')
export class ProbeWebhookEndpointPayload extends Payload {
  @Field(() => WebhookDelivery, { nullable: true })
  webhookDelivery(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<WebhookDelivery | null> {
    return readOne(
      context,
      info,
      entityNamed('WebhookDelivery'),
      this.answered.ids['webhookDelivery'],
      WebhookDelivery,
    );
  }
}
