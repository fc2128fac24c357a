import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { Label, labelsOf } from '../shared/label.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Vantage', {
  implements: Node,
  simpleResolvers: true,
  description: 'A host outside of every cluster, from which proofs look at clusters.',
})
export class Vantage extends RowObject implements Node {
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

  @Field(() => [Label])
  get labels(): readonly Label[] {
    return labelsOf(this.row);
  }

  @Field(() => String, { nullable: true, description: "The client's own id for it, unique within the tenant." })
  get externalRef(): string | null {
    return this.row.textOrNull('externalRef');
  }

  @Field(() => Int, { description: 'For expectedVersion.' })
  get version(): number {
    return this.row.int('version');
  }

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return this.row.date('createdAt');
  }
}
