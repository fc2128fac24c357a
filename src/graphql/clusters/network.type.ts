import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { NetworkKindEnum } from '../shared/enums.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Network', { implements: Node, simpleResolvers: true, description: 'A network that a cluster declares.' })
export class Network extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Network', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => NetworkKindEnum)
  get kind(): string {
    return this.row.text('kind');
  }

  @Field(() => String)
  get cidr(): string {
    return this.row.text('cidr');
  }
}
