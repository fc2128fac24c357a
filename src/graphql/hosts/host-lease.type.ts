import { GraphQLDateTime } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('HostLease', { simpleResolvers: true, description: 'Who may change a host at the moment.' })
export class HostLease extends RowObject {
  @Field(() => String)
  get holder(): string {
    return this.row.text('holder');
  }

  @Field(() => GraphQLDateTime)
  get expiresAt(): Date {
    return this.row.date('expiresAt');
  }
}
