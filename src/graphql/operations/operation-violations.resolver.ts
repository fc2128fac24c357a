import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { FindingArgs } from '../rules/finding.args.js';
import { FindingConnection } from '../rules/finding.connection.js';
import { findingPage } from '../rules/finding-page.js';
import type { Context } from '../shared/context.js';
import { Operation } from './operation.type.js';

const clusterIds = z.array(z.uuid());

/** What is wrong where an operation was at work, which may have done all that it had to all the same. */
@Resolver(() => Operation)
export class OperationViolationsResolver {
  @FieldResolver(() => FindingConnection, {
    description:
      'What is wrong now in the cluster that it is about, or of which it looked at a host, as their compliance has it. An operation succeeds that did what it had to; what it was not asked to mend, such as an NFS server that somebody stopped, is told here.',
  })
  async violated(
    @Root() { row }: Operation,
    @Ctx() { judgements }: Context,
    @Args(() => FindingArgs) args: FindingArgs,
  ): Promise<object> {
    const found = await Promise.all(row.json('clusterIds', clusterIds).map((id) => judgements.compliance(id)));
    const violated = found.flatMap((compliance) => compliance?.violated ?? []);
    return new FindingConnection(findingPage(violated, args));
  }
}
