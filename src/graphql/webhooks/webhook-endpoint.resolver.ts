import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readById } from '../shared/read-by-id.js';
import { readPage } from '../shared/row-object.js';
import { WebhookEndpointFilter } from './webhook-endpoint-filter.input.js';
import { WebhookEndpointConnection } from './webhook-endpoint.connection.js';
import { WebhookEndpoint } from './webhook-endpoint.type.js';

@Resolver()
export class WebhookEndpointResolver {
  @Query(() => WebhookEndpoint, { nullable: true, description: 'An endpoint by its id; for admins only.' })
  webhookEndpoint(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<WebhookEndpoint | null> {
    return readById(context, info, 'WebhookEndpoint', id, WebhookEndpoint);
  }

  @Query(() => WebhookEndpointConnection, { description: 'Endpoints, the oldest first; for admins only.' })
  webhookEndpoints(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => WebhookEndpointFilter, { nullable: true }) _filter?: WebhookEndpointFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('WebhookEndpoint'), WebhookEndpointConnection);
  }
}
