import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { selectionFor } from '../shared/look-ahead.js';
import { PageArgs } from '../shared/page-args.js';
import { readById } from '../shared/read-by-id.js';
import { readPage } from '../shared/row-object.js';
import { ClusterFilter } from './cluster-filter.input.js';
import { ClusterConnection } from './cluster.connection.js';
import { Cluster } from './cluster.type.js';

@Resolver()
export class ClusterResolver {
  @Query(() => ClusterConnection, { description: 'Clusters by name.' })
  clusters(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => ClusterFilter, { nullable: true }) _filter?: ClusterFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('Cluster'), ClusterConnection);
  }

  @Query(() => Cluster, { nullable: true })
  cluster(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Cluster | null> {
    return readById(context, info, 'Cluster', id, Cluster);
  }

  @Query(() => Cluster, { nullable: true })
  async clusterByName(
    @Arg('name', () => String) name: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Cluster | null> {
    const entity = entityNamed('Cluster');
    const page = { size: 1, backward: false, cursor: null };
    const selection = selectionFor(info, entity);
    const { rows } = await context.reads.list(entity, {
      page,
      filters: { name },
      total: false,
      cursors: false,
      selection,
    });
    return rows[0] === undefined ? null : new Cluster(rows[0]);
  }
}
