import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AddressPurposeEnum } from '../shared/enums.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Address', {
  implements: Node,
  simpleResolvers: true,
  description: 'An address that a member of a cluster holds.',
})
export class Address extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Address', this.row.text('id'));
  }

  @Field(() => String)
  get address(): string {
    return this.row.text('address');
  }

  @Field(() => AddressPurposeEnum)
  get purpose(): string {
    return this.row.text('purpose');
  }
}
