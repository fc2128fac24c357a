import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AnnotatedRow } from '../shared/annotated-row.js';

@ObjectType('DatabaseServer', {
  implements: Node,
  simpleResolvers: true,
  description: 'A MySQL server: one that its owner runs, or the own one of a manager.',
})
export class DatabaseServer extends AnnotatedRow implements Node {
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
}
