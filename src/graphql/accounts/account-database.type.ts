import { Field, ObjectType } from 'type-graphql';
import { RowObject } from '../shared/row-object.js';

@ObjectType('AccountDatabase', {
  simpleResolvers: true,
  description: 'The database of an account and the user that works in it.',
})
export class AccountDatabase extends RowObject {
  @Field(() => String)
  get name(): string {
    return this.row.text('name');
  }

  @Field(() => String)
  get user(): string {
    return this.row.text('user');
  }
}
