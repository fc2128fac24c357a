import { GraphQLJSONObject } from 'graphql-scalars';
import { z } from 'zod';
import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Revision', {
  implements: Node,
  simpleResolvers: true,
  description: 'An accepted value of a cluster; never changed.',
})
export class Revision extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Revision', this.row.text('id'));
  }

  @Field(() => Int)
  get number(): number {
    return this.row.int('number');
  }

  @Field(() => Int, { description: 'Number of the shape of the core.' })
  get schema(): number {
    return this.row.int('schema');
  }

  @Field(() => GraphQLJSONObject)
  get core(): unknown {
    return this.row.json('core', z.record(z.string(), z.unknown()));
  }

  @Field(() => String, { description: 'Name of the token.' })
  get author(): string {
    return this.row.text('author');
  }

  @Field(() => GraphQLDateTime)
  get at(): Date {
    return this.row.date('at');
  }
}
