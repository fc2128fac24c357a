import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Resolver, Root } from 'type-graphql';
import { Node } from '../node/node.type.js';
import { readNode, wantedNode } from '../node/read-node.js';
import type { Context } from '../shared/context.js';
import { Acknowledgement } from './acknowledgement.type.js';
import { Finding } from './finding.type.js';

/** What is reached from a Finding; that of findings side by side is read together. */
@Resolver(() => Finding)
export class FindingRelations {
  @FieldResolver(() => Node, {
    nullable: true,
    description: 'The resource that the subject names; null where there is none, as before a cluster is created.',
  })
  async subjectNode(
    @Root() { source }: Finding,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    const id = await context.judgements.subjectRow(source);
    return id === null ? null : readNode(context, wantedNode(info, { kind: source.subject.kind, id }));
  }

  @FieldResolver(() => Acknowledgement, {
    nullable: true,
    description: 'Who means it; lets a warning pass, and nothing else.',
  })
  async acknowledgement(@Root() { source }: Finding, @Ctx() context: Context): Promise<Acknowledgement | null> {
    const kept = await context.judgements.acknowledgementOf(source);
    return kept === null ? null : new Acknowledgement(kept);
  }
}
