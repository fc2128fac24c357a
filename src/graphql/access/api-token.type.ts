import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ID, ObjectType } from 'type-graphql';
import { toGlobalId } from '../../domain/ids.js';
import { Node } from '../node/node.type.js';
import { RoleEnum } from '../shared/enums.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('ApiToken', {
  implements: Node,
  simpleResolvers: true,
  description: 'Access to the API; the token itself was shown once.',
})
export class ApiToken extends RowObject implements Node {
  @Field(() => ID)
  get id(): string {
    return toGlobalId('ApiToken', this.row.text('id'));
  }

  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => RoleEnum)
  get role(): string {
    return this.row.text('role');
  }

  @Field(() => GraphQLDateTime)
  get createdAt(): Date {
    return this.row.date('createdAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get lastUsedAt(): Date | null {
    return this.row.dateOrNull('lastUsedAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get expiresAt(): Date | null {
    return this.row.dateOrNull('expiresAt');
  }

  @Field(() => GraphQLDateTime, { nullable: true })
  get revokedAt(): Date | null {
    return this.row.dateOrNull('revokedAt');
  }
}
