import { Field, ID, InputType } from 'type-graphql';
import { UserStorageModeEnum } from '../shared/enums.js';

@InputType('UserStorageInput')
export class UserStorageInput {
  @Field(() => UserStorageModeEnum)
  mode!: string;

  @Field(() => ID, { nullable: true })
  fileServerId?: string;

  @Field(() => String, { nullable: true })
  exportPath?: string;
}
