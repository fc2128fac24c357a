import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { Label, labelsOf } from '../shared/label.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('DatabaseServer', {
  implements: Node,
  simpleResolvers: true,
  description: 'A MySQL server: one that its owner runs, or the own one of a manager.',
})
export class DatabaseServer extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('DatabaseServer', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => String)
  get address(): string {
    return this.row.text('address');
  }

  @Field(() => Int)
  get port(): number {
    return this.row.int('port');
  }

  @Field(() => String)
  get user(): string {
    return this.row.text('user');
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
