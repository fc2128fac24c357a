import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AnnotatedRow } from '../shared/annotated-row.js';

@ObjectType('Vantage', {
  implements: Node,
  simpleResolvers: true,
  description: 'A host outside of every cluster, from which proofs look at clusters.',
})
export class Vantage extends AnnotatedRow implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Vantage', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => String, { description: 'Where clusters see its connections come from.' })
  get sourceAddress(): string {
    return this.row.text('sourceAddress');
  }
}
