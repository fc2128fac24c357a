import type { GraphQLResolveInfo } from 'graphql';
import { Args, Info, Resolver, Root } from 'type-graphql';
import { PageArgs } from '../shared/page-args.js';
import { Relation } from '../shared/relation.js';
import { related, relatedPage } from '../shared/row-object.js';
import { WebhookAttemptConnection } from './webhook-attempt.connection.js';
import { WebhookDelivery } from './webhook-delivery.type.js';
import { WebhookEndpoint } from './webhook-endpoint.type.js';

/** What is reached from a delivery; read ahead with it, in the same statement. */
@Resolver(() => WebhookDelivery)
export class WebhookDeliveryRelations {
  @Relation(() => WebhookEndpoint, { nullable: true })
  endpoint(@Root() parent: WebhookDelivery, @Info() info: GraphQLResolveInfo): WebhookEndpoint | null {
    return related(parent, info, WebhookEndpoint);
  }

  @Relation(() => WebhookAttemptConnection, { description: 'Every try, in order.' })
  attempts(
    @Root() parent: WebhookDelivery,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
  ): object {
    return relatedPage(parent, info, WebhookAttemptConnection);
  }
}
