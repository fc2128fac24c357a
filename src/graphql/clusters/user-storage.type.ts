import { Field, ObjectType } from 'type-graphql';
import { UserStorageModeEnum } from '../shared/enums.js';
import { RowObject } from '../shared/row-object.js';

@ObjectType('UserStorage', { simpleResolvers: true, description: "Where the tree of customers' files lives." })
export class UserStorage extends RowObject {
  @Field(() => UserStorageModeEnum)
  get mode(): string {
    return this.row.text('mode');
  }

  @Field(() => String, { nullable: true })
  get exportPath(): string | null {
    return this.row.textOrNull('exportPath');
  }
}
