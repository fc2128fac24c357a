import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { FindingArgs } from '../rules/finding.args.js';
import { FindingConnection } from '../rules/finding.connection.js';
import { findingPage } from '../rules/finding-page.js';
import type { Context } from '../shared/context.js';
import { Host } from './host.type.js';

const clusterIds = z.array(z.uuid());

/** What the rules say about a host. */
@Resolver(() => Host)
export class HostFindingsResolver {
  @FieldResolver(() => FindingConnection, {
    description:
      'Of the clusters that it serves: about it, its addresses and its database server, and what was seen on it. Judged now, without asking it.',
  })
  async findings(
    @Root() { row }: Host,
    @Ctx() { judgements }: Context,
    @Args(() => FindingArgs) args: FindingArgs,
  ): Promise<object> {
    const findings = await judgements.findingsOfHost(row.text('id'), row.json('clusterIds', clusterIds));
    return new FindingConnection(findingPage(findings, args));
  }
}
