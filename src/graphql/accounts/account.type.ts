import { GraphQLDateTime, GraphQLSafeInt } from 'graphql-scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { AccountRemovalEnum, AccountStateEnum } from '../shared/enums.js';
import { Label, labelsOf } from '../shared/label.type.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('Account', {
  implements: Node,
  simpleResolvers: true,
  description: "A customer's site: one unix user and group everywhere, a home in the user storage.",
})
export class Account extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('Account', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => Int)
  get uid(): number {
    return this.row.int('uid');
  }

  @Field(() => Int)
  get gid(): number {
    return this.row.int('gid');
  }

  @Field(() => String, { nullable: true, description: 'Its site is served under this name and with "www." before it.' })
  get domain(): string | null {
    return this.row.textOrNull('domain');
  }

  @Field(() => String, { nullable: true, description: 'A service address that it wants for itself.' })
  get dedicatedAddress(): string | null {
    return this.row.textOrNull('dedicatedAddress');
  }

  @Field(() => AccountStateEnum)
  get state(): string {
    return this.row.text('state');
  }

  @Field(() => String)
  get home(): string {
    return `/chroot/home/${this.row.text('name')}`;
  }

  @Field(() => GraphQLSafeInt, {
    nullable: true,
    description: 'What its files may take together, in bytes; null is without limit.',
  })
  get quotaBytes(): number | null {
    return this.row.intOrNull('quotaBytes');
  }

  @Field(() => AccountRemovalEnum, { nullable: true, description: 'What becomes of its data, once it is deleted.' })
  get removal(): string | null {
    return this.row.textOrNull('removal');
  }

  @Field(() => [Label])
  get labels(): readonly Label[] {
    return labelsOf(this.row);
  }

  @Field(() => String, {
    nullable: true,
    description: "The client's own id for it, unique among the accounts of the tenant that are not deleted.",
  })
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
