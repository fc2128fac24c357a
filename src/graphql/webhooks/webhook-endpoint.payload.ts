import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { WebhookEndpoint } from './webhook-endpoint.type.js';

/** The answer of a mutation that ends with an endpoint. */
@ObjectType()
export abstract class WebhookEndpointPayload extends Payload {
  @Field(() => WebhookEndpoint, { nullable: true })
  webhookEndpoint(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<WebhookEndpoint | null> {
    return readOne(
      context,
      info,
      entityNamed('WebhookEndpoint'),
      this.answered.ids['webhookEndpoint'],
      WebhookEndpoint,
    );
  }
}
