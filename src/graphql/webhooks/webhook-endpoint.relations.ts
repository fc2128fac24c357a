import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Info, Resolver, Root } from 'type-graphql';
import { WebhookDeliveryStateEnum } from '../shared/enums.js';
import { PageArgs } from '../shared/page-args.js';
import { Relation } from '../shared/relation.js';
import { relatedPage } from '../shared/row-object.js';
import { WebhookDeliveryConnection } from './webhook-delivery.connection.js';
import { WebhookEndpoint } from './webhook-endpoint.type.js';

/** What is reached from an endpoint; read ahead with it, in the same statement. */
@Resolver(() => WebhookEndpoint)
export class WebhookEndpointRelations {
  @Relation(() => WebhookDeliveryConnection, { description: 'What it was and will be sent, the newest first.' })
  deliveries(
    @Root() parent: WebhookEndpoint,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('state', () => WebhookDeliveryStateEnum, { nullable: true }) _state?: string,
  ): object {
    return relatedPage(parent, info, WebhookDeliveryConnection);
  }
}
